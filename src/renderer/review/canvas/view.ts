import { createPalette, type Palette } from '../../viewer/palette.ts';
import type { PhotoPyramid } from '../../viewer/photo-pyramid.ts';
import { intersection, type Point, type Rectangle, union } from '../../viewer/raster.ts';
import {
  fitTransform,
  keepInView,
  levelFor,
  place,
  type Size,
  shownAt,
  type Transform,
  toImage,
  zoomTo,
} from '../../viewer/transform.ts';
import { Store } from '../store.ts';
import { emptyOverlay, type Overlay } from './overlay.ts';
import type { MaskLayers } from './paint-mask.ts';
import { Pane } from './pane.ts';
import classes from './view.module.css';

export type Arrangement = 'overlay' | 'side-by-side';

export interface ViewLook {
  readonly arrangement: Arrangement;
  /** The colours of the mask over the photograph. */
  readonly tint: Palette;
  /** The colours of the mask on its own, beside the photograph. */
  readonly plain: Palette;
  readonly isMaskShown: boolean;
  /** CSS filter for the photograph. */
  readonly filter: string;
}

const blank = createPalette({
  ...{ mask: [0, 0, 0], both: [0, 0, 0], first: [0, 0, 0], second: [0, 0, 0] },
  ...{ opacity: 0, background: null },
});
const defaultLook: ViewLook = {
  arrangement: 'overlay',
  tint: blank,
  plain: blank,
  isMaskShown: true,
  filter: '',
};

/** The name of the performance measures of a stroke: from an input event's time to the drawing of what it changed. */
export const strokeMeasure = 'stroke-to-pixel';

/**
 * Shows a photograph and its mask, over each other or side by side, at any zoom. What has changed is drawn once a
 * frame: while a stroke goes on, the part of the mask's canvas under it and nothing else.
 */
export class EditorView {
  readonly root = document.createElement('div');
  readonly transform = new Store<Transform>({ scale: 1, x: 0, y: 0 });
  readonly panes: readonly [Pane, Pane] = [new Pane('photograph'), new Pane('mask')];
  readonly image: Size;
  readonly #observer: ResizeObserver;
  #pixelRatio = 1;
  #photo: PhotoPyramid | null = null;
  #layers: MaskLayers | null = null;
  #look: ViewLook = defaultLook;
  #overlay: Overlay = emptyOverlay;
  #frame = 0;
  #isPhotoStale = true;
  #isOverlayStale = true;
  /** The part of the image where the mask is to be drawn again. */
  #staleMask: Rectangle | 'all' | null = 'all';
  #inputTime: number | null = null;
  #isFitted = true;

  constructor(image: Size) {
    this.image = image;
    this.root.className = classes.panes!;
    this.root.append(...this.panes.map(({ root }) => root));
    this.#observer = new ResizeObserver(() => this.#resize());
    this.#observer.observe(this.root);
    this.#arrange();
  }

  dispose(): void {
    this.#observer.disconnect();
    cancelAnimationFrame(this.#frame);
    this.root.remove();
  }

  /** Pixels of a canvas. */
  get canvas(): Size {
    return this.panes[0].size;
  }

  get pixelRatio(): number {
    return this.#pixelRatio;
  }

  setPhoto(pyramid: PhotoPyramid | null): void {
    this.#photo = pyramid;
    this.#isPhotoStale = true;
    this.#schedule();
  }

  setLayers(layers: MaskLayers | null): void {
    this.#layers = layers;
    this.#staleMask = 'all';
    this.#schedule();
  }

  setLook(look: ViewLook): void {
    const hasNewFilter = look.filter !== this.#look.filter;
    const isRearranged = look.arrangement !== this.#look.arrangement;
    this.#look = look;
    if (isRearranged) this.#arrange();
    if (hasNewFilter || isRearranged) this.#isPhotoStale = true;
    this.#staleMask = 'all';
    this.#schedule();
  }

  setOverlay(change: Partial<Overlay>): void {
    this.#overlay = { ...this.#overlay, ...change };
    this.#isOverlayStale = true;
    this.#schedule();
  }

  /**
   * The mask has changed in a rectangle of the image.
   * @param inputTime of the event that changed it, for the measure
   */
  maskChanged(rectangle: Rectangle, inputTime?: number): void {
    if (this.#staleMask !== 'all') this.#staleMask = union(this.#staleMask, rectangle);
    if (inputTime !== undefined) this.#inputTime ??= inputTime;
    this.#schedule();
  }

  fit(): void {
    this.#isFitted = true;
    this.#setTransform(fitTransform(this.image, this.canvas));
  }

  /** @param at a point of the canvas, by default its middle */
  zoomTo(scale: number, at: Point = { x: this.canvas.width / 2, y: this.canvas.height / 2 }): void {
    this.#isFitted = false;
    this.#setTransform(zoomTo(this.transform.value, scale, at, this.image, this.canvas));
  }

  /** Moves the image, in pixels of the canvas. */
  panBy(dx: number, dy: number): void {
    const { scale, x, y } = this.transform.value;
    this.#isFitted = false;
    this.#setTransform(
      keepInView({ scale, x: Math.round(x + dx), y: Math.round(y + dy) }, this.image, this.canvas),
    );
  }

  /** Moves the image as little as brings a point of it at least `margin` pixels into the canvas. */
  reveal(point: Point, margin: number): void {
    const { scale, x, y } = this.transform.value;
    const { width, height } = this.canvas;
    const inside = (value: number, end: number) => Math.max(margin, Math.min(end - margin, value));
    const at = { x: x + point.x * scale, y: y + point.y * scale };
    const wanted = { x: inside(at.x, width), y: inside(at.y, height) };
    if (wanted.x !== at.x || wanted.y !== at.y) this.#setTransform(place(scale, point, wanted));
  }

  /** The point of the image under a pointer. */
  pointOf({ offsetX, offsetY }: { offsetX: number; offsetY: number }): Point {
    return toImage(this.transform.value, { x: offsetX * this.#pixelRatio, y: offsetY * this.#pixelRatio });
  }

  #setTransform(transform: Transform): void {
    this.transform.set(transform);
    this.#isPhotoStale = true;
    this.#isOverlayStale = true;
    this.#staleMask = 'all';
    this.#schedule();
  }

  #arrange(): void {
    this.panes[1].root.hidden = this.#look.arrangement === 'overlay';
    this.#resize();
  }

  #resize(): void {
    const { clientWidth, clientHeight } = this.panes[0].root;
    const ratio = window.devicePixelRatio;
    const size = { width: Math.round(clientWidth * ratio), height: Math.round(clientHeight * ratio) };
    if (size.width === 0 || size.height === 0) return;
    const { width, height } = this.canvas;
    const isSame = width === size.width && height === size.height && ratio === this.#pixelRatio;
    if (isSame && this.panes[1].size.width === size.width) return;
    const middle = toImage(this.transform.value, { x: width / 2, y: height / 2 });
    this.#pixelRatio = ratio;
    for (const pane of this.panes) pane.resize(size);
    if (this.#isFitted) this.#setTransform(fitTransform(this.image, size));
    else
      this.#setTransform(
        place(this.transform.value.scale, middle, { x: size.width / 2, y: size.height / 2 }),
      );
    // A resized canvas is empty: drawn now, it does not flash.
    this.#draw();
  }

  #schedule(): void {
    if (this.#frame === 0) this.#frame = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const transform = this.transform.value;
    if (this.#isPhotoStale) this.panes[0].drawPhoto(this.#photo, transform, this.#look.filter);
    if (this.#staleMask) this.#drawMask(this.#staleMask);
    if (this.#isOverlayStale)
      for (const pane of this.#shownPanes()) pane.drawOverlay(this.#overlay, transform, this.#pixelRatio);
    this.#isPhotoStale = false;
    this.#isOverlayStale = false;
    this.#staleMask = null;
    if (this.#inputTime !== null) performance.measure(strokeMeasure, { start: this.#inputTime });
    this.#inputTime = null;
  }

  #drawMask(stale: Rectangle | 'all'): void {
    const { arrangement, tint, plain, isMaskShown } = this.#look;
    const transform = this.transform.value;
    const level = levelFor(transform.scale, this.#layers?.mask.length ?? 1);
    const shown = stale === 'all' ? undefined : shownAt(transform, stale, level, this.canvas);
    if (shown === null) return;
    const area = shown && intersection(shown, { left: 0, top: 0, ...this.canvas })!;
    if (arrangement === 'side-by-side') {
      if (stale === 'all') this.panes[0].drawMask(null, transform, tint);
      this.panes[1].drawMask(this.#layers, transform, plain, area);
    } else this.panes[0].drawMask(isMaskShown ? this.#layers : null, transform, tint, area);
  }

  #shownPanes(): readonly Pane[] {
    return this.#look.arrangement === 'overlay' ? [this.panes[0]] : this.panes;
  }
}
