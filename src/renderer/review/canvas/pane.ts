import type { Palette } from '../../viewer/palette.ts';
import { drawPhoto, type PhotoPyramid } from '../../viewer/photo-pyramid.ts';
import type { Rectangle } from '../../viewer/raster.ts';
import type { Size, Transform } from '../../viewer/transform.ts';
import { drawOverlay, type Overlay } from './overlay.ts';
import { type MaskLayers, paintMask } from './paint-mask.ts';
import classes from './view.module.css';

/** One view of the image: canvases of the screen's own pixels above each other, each redrawn only where it must. */
export class Pane {
  readonly root = document.createElement('div');
  /** The topmost, which the pointer acts on. */
  readonly input: HTMLCanvasElement;
  readonly #photo: CanvasRenderingContext2D;
  readonly #mask: CanvasRenderingContext2D;
  readonly #overlay: CanvasRenderingContext2D;
  /** The whole canvas; kept, for panning draws all of it again and again. */
  #pixels: ImageData | null = null;
  #overlayArea: Rectangle | null = null;

  constructor(name: string) {
    this.root.className = classes.pane!;
    this.root.dataset.pane = name;
    this.#photo = this.#addLayer('photograph');
    this.#mask = this.#addLayer('mask');
    this.#overlay = this.#addLayer('overlay');
    this.input = this.#overlay.canvas;
    this.input.classList.add(classes.input!);
  }

  #addLayer(layer: string): CanvasRenderingContext2D {
    const canvas = document.createElement('canvas');
    canvas.dataset.layer = layer;
    canvas.setAttribute('aria-hidden', 'true');
    this.root.append(canvas);
    return canvas.getContext('2d')!;
  }

  /** In pixels of the screen. */
  get size(): Size {
    const { width, height } = this.input;
    return { width, height };
  }

  resize({ width, height }: Size): void {
    for (const { canvas } of [this.#photo, this.#mask, this.#overlay])
      Object.assign(canvas, { width, height });
    this.#pixels = null;
    this.#overlayArea = null;
  }

  drawPhoto(pyramid: PhotoPyramid | null, transform: Transform, filter: string): void {
    if (pyramid) drawPhoto(this.#photo, pyramid, transform, filter);
    else this.#photo.clearRect(0, 0, this.size.width, this.size.height);
  }

  /** @param area what to draw anew, by default all */
  drawMask(layers: MaskLayers | null, transform: Transform, palette: Palette, area?: Rectangle): void {
    const { width, height } = this.size;
    if (width === 0 || height === 0) return;
    if (!layers) {
      this.#mask.clearRect(0, 0, width, height);
      return;
    }
    const { left, top, ...size } = area ?? { left: 0, top: 0, width, height };
    const image = area ? new ImageData(size.width, size.height) : this.#wholeImage();
    paintMask(new Uint32Array(image.data.buffer), { left, top, ...size }, transform, layers, palette);
    this.#mask.putImageData(image, left, top);
  }

  #wholeImage(): ImageData {
    this.#pixels ??= new ImageData(this.size.width, this.size.height);
    return this.#pixels;
  }

  drawOverlay(overlay: Overlay, transform: Transform, pixelRatio: number): void {
    if (this.#overlayArea) {
      const { left, top, width, height } = this.#overlayArea;
      this.#overlay.clearRect(left, top, width, height);
    }
    this.#overlayArea = drawOverlay(this.#overlay, overlay, transform, pixelRatio);
  }
}
