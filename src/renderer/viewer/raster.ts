import type { PatchRectangle } from '../../shared/api/review.ts';

/** One byte a pixel, row by row: 0 or 1 in a mask, 0..255 in a map. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** In pixels of the image; the centre of the first pixel is at 0.5, 0.5. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Whole pixels; `width` and `height` are at least 1. */
export type Rectangle = PatchRectangle;

export const wholeOf = ({ width, height }: { width: number; height: number }): Rectangle => ({
  left: 0,
  top: 0,
  width,
  height,
});

/** The smallest rectangle that holds both; null is the empty one. */
export function union(a: Rectangle | null, b: Rectangle | null): Rectangle | null {
  if (!a || !b) return a ?? b;
  const left = Math.min(a.left, b.left);
  const top = Math.min(a.top, b.top);
  return {
    left,
    top,
    width: Math.max(a.left + a.width, b.left + b.width) - left,
    height: Math.max(a.top + a.height, b.top + b.height) - top,
  };
}

/** What both hold; null when that is nothing. */
export function intersection(a: Rectangle | null, b: Rectangle | null): Rectangle | null {
  if (!a || !b) return null;
  const left = Math.max(a.left, b.left);
  const top = Math.max(a.top, b.top);
  const width = Math.min(a.left + a.width, b.left + b.width) - left;
  const height = Math.min(a.top + a.height, b.top + b.height) - top;
  return width > 0 && height > 0 ? { left, top, width, height } : null;
}

/** Copies a rectangle of one raster to the same place in another of the same size. */
export function copyRectangle(from: Raster, to: Raster, { left, top, width, height }: Rectangle): void {
  if (width === from.width) {
    to.data.set(from.data.subarray(top * width, (top + height) * width), top * width);
    return;
  }
  for (let y = top; y < top + height; y++) {
    const start = y * from.width + left;
    to.data.set(from.data.subarray(start, start + width), start);
  }
}

/** A 1-bit picture, row by row; any value but 0 is inside. */
export interface BitPicture {
  readonly width: number;
  readonly height: number;
  /** Value of the pixel at `stride * (y * width + x)`. */
  readonly data: Uint8Array | Uint8ClampedArray;
  readonly stride: number;
}

/**
 * The outline of a region without dents from left to right, as a field of view is: down its left border and up its
 * right one, in pixels. Empty where there is no region.
 */
export function outlineOf({ width, height, data, stride }: BitPicture): [x: number, y: number][] {
  const left: [number, number][] = [];
  const right: [number, number][] = [];
  for (let y = 0; y < height; y++) {
    let first = 0;
    while (first < width && data[stride * (y * width + first)] === 0) first++;
    if (first === width) continue;
    let last = width - 1;
    while (data[stride * (y * width + last)] === 0) last--;
    left.push([first, y], [first, y + 1]);
    right.push([last + 1, y], [last + 1, y + 1]);
  }
  return [...left, ...right.reverse()];
}
