import type { Point, Raster } from '../../viewer/raster.ts';
import { levelFor } from '../../viewer/transform.ts';
import { emptyOverlay } from '../canvas/overlay.ts';
import type { EditorView } from '../canvas/view.ts';
import { drawCapsule } from '../mask/brush.ts';
import type { Pixel } from '../mask/minimal-path.ts';
import { VesselPath } from '../mask/vessel-path.ts';
import type { EditSession } from '../session/edit-session.ts';
import type { PressOptions, Tool } from './tool.ts';

/** The search goes on for so long in a frame, in milliseconds; the clock is looked at after so many cells. */
const searchTime = 8;
const searchStep = 4096;
const { path: noPath, straightTo } = emptyOverlay;

/** Follows a vessel from click to click along the cheapest path. Every piece is an edit; Escape ends the line. */
export class LineTool implements Tool {
  readonly #session: EditSession;
  readonly #view: EditorView;
  readonly #maps: () => readonly Raster[];
  readonly #diameter: () => number;
  #path: VesselPath | null = null;
  #frame = 0;

  /** @param maps of `createVesselMaps` */
  constructor(session: EditSession, view: EditorView, maps: () => readonly Raster[], diameter: () => number) {
    this.#session = session;
    this.#view = view;
    this.#maps = maps;
    this.#diameter = diameter;
  }

  press(at: Point, { time, erases }: PressOptions): boolean {
    if (erases) {
      this.cancel();
      return false;
    }
    const target = this.#pixelAt(at);
    if (this.#path) this.#draw(this.#path, target, time);
    const maps = this.#maps();
    // Half as fine as the screen shows it is fine enough: the line itself is exact.
    const level = levelFor(this.#view.transform.value.scale / 2, maps.length);
    this.#path = new VesselPath(maps, level, target);
    this.#view.setOverlay({ path: [target], straightTo });
    return false;
  }

  drag(points: readonly Point[]): void {
    this.hover(points.at(-1) ?? null);
  }

  release(): void {}

  hover(at: Point | null): void {
    cancelAnimationFrame(this.#frame);
    const path = this.#path;
    if (!path || !at) return;
    const target = this.#pixelAt(at);
    if (advance(path, target)) this.#view.setOverlay({ path: path.roughly(target), straightTo });
    else {
      this.#view.setOverlay({ path: [path.anchor], straightTo: at });
      this.#frame = requestAnimationFrame(() => this.hover(at));
    }
  }

  cancel(): boolean {
    cancelAnimationFrame(this.#frame);
    this.#path = null;
    this.#view.setOverlay({ path: noPath, straightTo });
    return false;
  }

  #draw(path: VesselPath, target: Pixel, time: number): void {
    const { document } = this.#session;
    const points = path.exactly(target).map(({ x, y }) => ({ x: x + 0.5, y: y + 0.5 }));
    points.forEach((point, i) => {
      document.touched(drawCapsule(document.mask, points[i - 1] ?? point, point, this.#diameter(), 1), time);
    });
    this.#session.commit('line');
  }

  #pixelAt({ x, y }: Point): Pixel {
    const { width, height } = this.#session.document.mask;
    const inside = (value: number, size: number) => Math.max(0, Math.min(size - 1, Math.floor(value)));
    return { x: inside(x, width), y: inside(y, height) };
  }
}

/** @returns whether the path to the target is known */
function advance(path: VesselPath, target: Pixel): boolean {
  const end = performance.now() + searchTime;
  while (!path.advance(target, searchStep)) if (performance.now() > end) return false;
  return true;
}
