import type { Point, Rectangle } from '../../viewer/raster.ts';
import { type Transform, toCanvas } from '../../viewer/transform.ts';
import { snap } from '../mask/brush.ts';
import type { Pixel } from '../mask/vessel-path.ts';

/** What is shown above the image for a moment: the brush, and a line before it is drawn. */
export interface Overlay {
  /** Where the pointer is, in the image. */
  readonly pointer: Point | null;
  readonly diameter: number;
  readonly erases: boolean;
  /** The keyboard's cursor has a cross, for there is no hand to find it by. */
  readonly hasCross: boolean;
  readonly path: readonly Pixel[] | null;
  /** From where on a line is still being searched for, or is straight because it goes too far. */
  readonly straightTo: Point | null;
}

export const emptyOverlay: Overlay = {
  pointer: null,
  diameter: 1,
  erases: false,
  hasCross: false,
  path: null,
  straightTo: null,
};

/** The smallest circle that is still found, in pixels of the screen. */
const smallestRadius = 2.5;

/** @returns what was drawn on */
export function drawOverlay(
  context: CanvasRenderingContext2D,
  overlay: Overlay,
  transform: Transform,
  pixelRatio: number,
): Rectangle | null {
  const bounds = new Bounds();
  if (overlay.path) drawPath(context, overlay, overlay.path, transform, pixelRatio, bounds);
  if (overlay.pointer) drawBrush(context, overlay, overlay.pointer, transform, pixelRatio, bounds);
  return bounds.rectangle(4 * pixelRatio);
}

function drawBrush(
  context: CanvasRenderingContext2D,
  { diameter, erases, hasCross }: Overlay,
  pointer: Point,
  transform: Transform,
  pixelRatio: number,
  bounds: Bounds,
): void {
  const { x, y } = toCanvas(transform, snap(pointer, diameter));
  const radius = Math.max((diameter / 2) * transform.scale, smallestRadius * pixelRatio);
  const draw = (width: number, style: string) => {
    context.lineWidth = width * pixelRatio;
    context.strokeStyle = style;
    context.setLineDash(erases ? [4 * pixelRatio, 3 * pixelRatio] : []);
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    if (hasCross) addCross(context, x, y, radius, 9 * pixelRatio);
    context.stroke();
  };
  draw(3, 'rgb(0 0 0 / 0.6)');
  draw(1.25, '#fff');
  const reach = radius + (hasCross ? 9 * pixelRatio : 0);
  bounds.add(x - reach, y - reach);
  bounds.add(x + reach, y + reach);
}

function addCross(context: CanvasRenderingContext2D, x: number, y: number, radius: number, length: number) {
  for (const [dx, dy] of [
    [1, 0],
    [-1, 0],
    [0, 1],
    [0, -1],
  ] as const) {
    context.moveTo(x + dx * radius, y + dy * radius);
    context.lineTo(x + dx * (radius + length), y + dy * (radius + length));
  }
}

function drawPath(
  context: CanvasRenderingContext2D,
  { diameter, straightTo }: Overlay,
  path: readonly Pixel[],
  transform: Transform,
  pixelRatio: number,
  bounds: Bounds,
): void {
  const points = path.map(({ x, y }) => toCanvas(transform, { x: x + 0.5, y: y + 0.5 }));
  if (points.length === 0) return;
  context.setLineDash([]);
  context.lineJoin = 'round';
  context.lineCap = 'round';
  context.beginPath();
  for (const point of points) {
    context.lineTo(point.x, point.y);
    bounds.add(point.x, point.y);
  }
  const width = Math.max(diameter * transform.scale, 2 * pixelRatio);
  context.lineWidth = width;
  context.strokeStyle = 'rgb(255 255 255 / 0.45)';
  context.stroke();
  context.lineWidth = 1.5 * pixelRatio;
  context.strokeStyle = '#111';
  context.stroke();
  bounds.grow(width / 2);
  if (straightTo) drawStraight(context, points.at(-1)!, toCanvas(transform, straightTo), pixelRatio, bounds);
}

function drawStraight(
  context: CanvasRenderingContext2D,
  from: Point,
  to: Point,
  pixelRatio: number,
  bounds: Bounds,
): void {
  context.setLineDash([5 * pixelRatio, 4 * pixelRatio]);
  context.lineWidth = 1.5 * pixelRatio;
  context.strokeStyle = '#fff';
  context.beginPath();
  context.moveTo(from.x, from.y);
  context.lineTo(to.x, to.y);
  context.stroke();
  bounds.add(to.x, to.y);
}

class Bounds {
  #left = Number.POSITIVE_INFINITY;
  #top = Number.POSITIVE_INFINITY;
  #right = Number.NEGATIVE_INFINITY;
  #bottom = Number.NEGATIVE_INFINITY;

  add(x: number, y: number): void {
    this.#left = Math.min(this.#left, x);
    this.#top = Math.min(this.#top, y);
    this.#right = Math.max(this.#right, x);
    this.#bottom = Math.max(this.#bottom, y);
  }

  grow(by: number): void {
    this.#left -= by;
    this.#top -= by;
    this.#right += by;
    this.#bottom += by;
  }

  rectangle(margin: number): Rectangle | null {
    if (this.#right < this.#left) return null;
    const left = Math.floor(this.#left - margin);
    const top = Math.floor(this.#top - margin);
    const width = Math.ceil(this.#right + margin) - left;
    return { left, top, width, height: Math.ceil(this.#bottom + margin) - top };
  }
}
