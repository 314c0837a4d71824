import type { Point } from '../../viewer/raster.ts';
import { toImage } from '../../viewer/transform.ts';
import type { EditorView } from '../canvas/view.ts';
import type { Tool } from './tool-box.ts';

/** Pixels of the screen for a step, and for one with Shift. */
const step = 8;
const longStep = 64;
/** The image follows the cursor when it comes this near to the edge, in pixels of the screen. */
const margin = 40;

/** Draws without a mouse: arrows move a cursor, a key puts the tool down and lifts it. */
export class KeyboardCursor {
  readonly #view: EditorView;
  #at: Point;
  #isDown = false;

  /** Begins in the middle of what is in view. */
  constructor(view: EditorView) {
    this.#view = view;
    const { width, height } = view.canvas;
    this.#at = toImage(view.transform.value, { x: width / 2, y: height / 2 });
    this.#show();
  }

  get at(): Point {
    return this.#at;
  }

  /** @param dx -1, 0 or 1, as `dy` */
  move(tool: Tool, dx: number, dy: number, isLong: boolean, time: number): void {
    const ratio = this.#view.pixelRatio / this.#view.transform.value.scale;
    const length = Math.max(1, Math.round((isLong ? longStep : step) * ratio));
    const { width, height } = this.#view.image;
    const inside = (value: number, size: number) =>
      Math.max(0.5, Math.min(size - 0.5, Math.floor(value) + 0.5));
    this.#at = { x: inside(this.#at.x + dx * length, width), y: inside(this.#at.y + dy * length, height) };
    this.#view.reveal(this.#at, margin * this.#view.pixelRatio);
    if (this.#isDown) tool.drag([this.#at], time);
    else tool.hover(this.#at);
    this.#show();
  }

  /** Puts the tool down, or lifts it. */
  toggle(tool: Tool, time: number): void {
    if (this.#isDown) tool.release();
    const goesOn = !this.#isDown && tool.press(this.#at, { time, erases: false, isStraight: false });
    this.#isDown = goesOn;
  }

  /** The tool has been lifted. */
  lift(): void {
    this.#isDown = false;
  }

  end(): void {
    this.#view.setOverlay({ pointer: null, hasCross: false });
  }

  #show(): void {
    this.#view.setOverlay({ pointer: this.#at, hasCross: true });
  }
}
