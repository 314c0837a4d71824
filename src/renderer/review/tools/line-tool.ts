import { emptyOverlay } from '../canvas/overlay.ts';
import type { EditorView } from '../canvas/view.ts';
import { drawCapsule, type Point } from '../mask/brush.ts';
import { PathSearch, type Pixel } from '../mask/minimal-path.ts';
import type { Raster } from '../mask/raster.ts';
import type { EditSession } from '../session/edit-session.ts';
import type { PressOptions, Tool } from './tool.ts';

/** The search goes on for so long in a frame, in milliseconds; the clock is looked at after so many pixels. */
const searchTime = 8;
const searchStep = 4096;
const { path: noPath, straightTo } = emptyOverlay;

/** Follows a vessel from click to click along the cheapest path. Every piece is an edit; Escape ends the line. */
export class LineTool implements Tool {
  readonly #session: EditSession;
  readonly #view: EditorView;
  readonly #map: () => Raster;
  readonly #diameter: () => number;
  #search: PathSearch | null = null;
  #frame = 0;

  /** @param map 255 where there surely is a vessel */
  constructor(session: EditSession, view: EditorView, map: () => Raster, diameter: () => number) {
    this.#session = session;
    this.#view = view;
    this.#map = map;
    this.#diameter = diameter;
  }

  press(at: Point, { time, erases }: PressOptions): boolean {
    if (erases) {
      this.cancel();
      return false;
    }
    const target = this.#pixelAt(at);
    const end = this.#search ? this.#draw(this.#search, target, time) : target;
    this.#search = new PathSearch(this.#map(), end);
    this.#view.setOverlay({ path: [end], straightTo });
    return false;
  }

  drag(points: readonly Point[]): void {
    this.hover(points.at(-1) ?? null);
  }

  release(): void {}

  hover(at: Point | null): void {
    cancelAnimationFrame(this.#frame);
    const search = this.#search;
    if (!search || !at) return;
    const wanted = this.#pixelAt(at);
    const target = search.within(wanted);
    const isBeyond = target.x !== wanted.x || target.y !== wanted.y;
    if (advance(search, target)) {
      this.#view.setOverlay({ path: search.pathTo(target), straightTo: isBeyond ? at : null });
    } else {
      this.#view.setOverlay({ path: [search.anchor], straightTo: at });
      this.#frame = requestAnimationFrame(() => this.hover(at));
    }
  }

  cancel(): boolean {
    cancelAnimationFrame(this.#frame);
    this.#search = null;
    this.#view.setOverlay({ path: noPath, straightTo });
    return false;
  }

  #draw(search: PathSearch, wanted: Pixel, time: number): Pixel {
    const target = search.within(wanted);
    search.advance(target);
    const { document } = this.#session;
    const path = search.pathTo(target).map(({ x, y }) => ({ x: x + 0.5, y: y + 0.5 }));
    path.forEach((point, i) => {
      document.touched(drawCapsule(document.mask, path[i - 1] ?? point, point, this.#diameter(), 1), time);
    });
    this.#session.commit('line');
    return target;
  }

  #pixelAt({ x, y }: Point): Pixel {
    const { width, height } = this.#map();
    const inside = (value: number, size: number) => Math.max(0, Math.min(size - 1, Math.floor(value)));
    return { x: inside(x, width), y: inside(y, height) };
  }
}

/** @returns whether the path to the target is known */
function advance(search: PathSearch, target: Pixel): boolean {
  const end = performance.now() + searchTime;
  while (!search.advance(target, searchStep)) if (performance.now() > end) return false;
  return true;
}
