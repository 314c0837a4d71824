import type { Point } from '../../viewer/raster.ts';
import { drawCapsule } from '../mask/brush.ts';
import type { EditSession } from '../session/edit-session.ts';
import type { PressOptions, Tool } from './tool.ts';

/** Draws vessel, or background, with a round brush. One stroke is one edit. */
export class BrushTool implements Tool {
  readonly #session: EditSession;
  readonly #erases: boolean;
  readonly #diameter: () => number;
  #last: Point | null = null;
  #isDown = false;
  #value: 0 | 1 = 1;

  constructor(session: EditSession, erases: boolean, diameter: () => number) {
    this.#session = session;
    this.#erases = erases;
    this.#diameter = diameter;
  }

  press(at: Point, { time, erases, isStraight }: PressOptions): boolean {
    this.#isDown = true;
    this.#value = erases || this.#erases ? 0 : 1;
    this.#draw(isStraight && this.#last ? this.#last : at, at, time);
    return true;
  }

  drag(points: readonly Point[], time: number): void {
    if (!this.#isDown) return;
    for (const point of points) this.#draw(this.#last!, point, time);
  }

  release(): void {
    if (!this.#isDown) return;
    this.#isDown = false;
    this.#session.commit(this.#value === 1 ? 'brush' : 'eraser');
  }

  hover(): void {}

  cancel(): boolean {
    if (!this.#isDown) return false;
    this.#isDown = false;
    this.#session.document.revert();
    return true;
  }

  #draw(from: Point, to: Point, time: number): void {
    const { document } = this.#session;
    document.touched(drawCapsule(document.mask, from, to, this.#diameter(), this.#value), time);
    this.#last = to;
  }
}
