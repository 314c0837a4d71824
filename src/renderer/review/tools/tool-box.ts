import type { Point, Raster } from '../../viewer/raster.ts';
import { levelFor } from '../../viewer/transform.ts';
import { emptyOverlay } from '../canvas/overlay.ts';
import type { Photograph } from '../canvas/photograph.ts';
import type { EditorView } from '../canvas/view.ts';
import { drawCapsule } from '../mask/brush.ts';
import { createVesselMaps, type Pixel, VesselPath } from '../mask/vessel-path.ts';
import type { EditSession } from '../session/edit-session.ts';
import type { ToolName } from '../settings.ts';

/** What the pointer, or the keyboard's cursor, does to the mask. Points are in pixels of the image. */
export interface Tool {
  /** @returns whether it goes on until `release` */
  press(at: Point, options: PressOptions): boolean;
  /** Along all points since the last call; @param time of the event. */
  drag(points: readonly Point[], time: number): void;
  release(): void;
  hover(at: Point | null): void;
  /** Ends what is in progress. @returns whether a change of the mask was taken back */
  cancel(): boolean;
}

interface PressOptions {
  readonly time: number;
  /** The other mouse button, or a pen's eraser. */
  readonly erases: boolean;
  /** Shift: straight from where the last stroke ended. */
  readonly isStraight: boolean;
}

/** For moving the image only. */
export const noTool: Tool = {
  press: () => false,
  drag() {},
  release() {},
  hover() {},
  cancel: () => false,
};

/** Draws vessel, or background, with a round brush. One stroke is one edit. */
class BrushTool implements Tool {
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

/** The search goes on for so long in a frame, in milliseconds; the clock is looked at after so many cells. */
const searchTime = 8;
const searchStep = 4096;
const { path: noPath, straightTo } = emptyOverlay;

/** Follows a vessel from click to click along the cheapest path. Every piece is an edit; Escape ends the line. */
class LineTool implements Tool {
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

/** Makes the tools for one image. */
export class ToolBox {
  readonly #session: EditSession;
  readonly #view: EditorView;
  readonly #photo: Photograph;
  readonly #diameter: () => number;
  #maps: readonly Raster[] | null = null;

  constructor(session: EditSession, view: EditorView, photo: Photograph, diameter: () => number) {
    this.#session = session;
    this.#view = view;
    this.#photo = photo;
    this.#diameter = diameter;
  }

  take(name: ToolName): Tool {
    if (name === 'brush' || name === 'eraser')
      return new BrushTool(this.#session, name === 'eraser', this.#diameter);
    if (name === 'line')
      return new LineTool(this.#session, this.#view, () => this.#vesselMaps(), this.#diameter);
    return noTool;
  }

  /** For lines to follow: the prediction, or else where the photograph is dark. */
  #vesselMaps(): readonly Raster[] {
    this.#maps ??= createVesselMaps(this.#session.probability ?? this.#photo.darkness);
    return this.#maps;
  }
}
