import type { Point, Rectangle } from './raster.ts';

/**
 * Where an image lies on a canvas: `scale` pixels of the canvas for each of the image, whose upper left corner is at
 * `x`, `y`. The corner is a whole pixel, so that an image at a whole scale shows its pixels as they are.
 */
export interface Transform {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Pixels of the canvas for one of the image, at most. */
export const largestScale = 64;
/** The share of the canvas that an image fills when it is fitted. */
const fitShare = 0.98;

export const toImage = ({ scale, x, y }: Transform, point: Point): Point => ({
  x: (point.x - x) / scale,
  y: (point.y - y) / scale,
});

export const toCanvas = ({ scale, x, y }: Transform, point: Point): Point => ({
  x: x + point.x * scale,
  y: y + point.y * scale,
});

/** Puts a point of the image at a point of the canvas. */
export const place = (scale: number, image: Point, canvas: Point): Transform => ({
  scale,
  x: Math.round(canvas.x - image.x * scale),
  y: Math.round(canvas.y - image.y * scale),
});

const centreOf = ({ width, height }: Size): Point => ({ x: width / 2, y: height / 2 });

const fitScale = (image: Size, canvas: Size) =>
  Math.min((fitShare * canvas.width) / image.width, (fitShare * canvas.height) / image.height, largestScale);

/** The whole image, as large as it goes. */
export const fitTransform = (image: Size, canvas: Size): Transform =>
  place(fitScale(image, canvas), centreOf(image), centreOf(canvas));

/** Zooms with the point of the image under `at` staying there. */
export function zoomTo(
  transform: Transform,
  wanted: number,
  at: Point,
  image: Size,
  canvas: Size,
): Transform {
  const smallest = Math.min(1, fitScale(image, canvas) / 2);
  const scale = Math.min(largestScale, Math.max(smallest, wanted));
  return keepInView(place(scale, toImage(transform, at), at), image, canvas);
}

/** The nearest transform in which the middle of the canvas shows some of the image. */
export function keepInView(transform: Transform, image: Size, canvas: Size): Transform {
  const middle = centreOf(canvas);
  const { x, y } = toImage(transform, middle);
  const inside = {
    x: Math.max(0, Math.min(image.width, x)),
    y: Math.max(0, Math.min(image.height, y)),
  };
  return inside.x === x && inside.y === y ? transform : place(transform.scale, inside, middle);
}

/** How often a picture is halved before it is drawn at a scale below 1, so that every pixel counts. */
export const levelFor = (scale: number, count: number): number =>
  Math.max(0, Math.min(count - 1, Math.floor(Math.log2(1 / scale) + 1e-9)));

/** The pixels of the canvas that show a rectangle of the image in cells of 2^level pixels; null when none do. */
export function shownAt(
  { scale, x, y }: Transform,
  { left, top, width, height }: Rectangle,
  level: number,
  canvas: Size,
): Rectangle | null {
  const side = 2 ** level;
  const startOf = (value: number) => Math.floor(value / side) * side * scale;
  const endOf = (value: number) => Math.ceil(value / side) * side * scale;
  const first = Math.max(0, Math.floor(x + startOf(left)));
  const last = Math.min(canvas.width, Math.ceil(x + endOf(left + width)));
  const upper = Math.max(0, Math.floor(y + startOf(top)));
  const lower = Math.min(canvas.height, Math.ceil(y + endOf(top + height)));
  return last > first && lower > upper
    ? { left: first, top: upper, width: last - first, height: lower - upper }
    : null;
}
