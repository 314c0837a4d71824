import { flipBits, packBits } from '../../../shared/mask-bits.ts';
import type { Raster, Rectangle } from './raster.ts';

/** A rectangle of bits that flip, packed: applied again it undoes itself. */
export interface Patch {
  readonly rectangle: Rectangle;
  /** Row by row without padding, the first pixel in the highest bit. */
  readonly bits: Uint8Array<ArrayBuffer>;
}

/**
 * What turns one mask into the other, both of the same size.
 * @param within where they may differ
 * @returns the smallest patch, null when they are the same
 */
export function createPatch(before: Raster, after: Raster, within: Rectangle): Patch | null {
  const rectangle = changedRectangle(before, after, within);
  if (!rectangle) return null;
  const { left, top, width, height } = rectangle;
  const flips = new Uint8Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    const row = (top + y) * before.width + left;
    for (let x = 0; x < width; x++, i++) flips[i] = before.data[row + x]! ^ after.data[row + x]!;
  }
  return { rectangle, bits: packBits(flips) };
}

/** Applies a patch to a mask, in place. */
export function applyPatch(mask: Raster, { rectangle, bits }: Patch): void {
  flipBits(mask.data, mask.width, rectangle, bits);
}

/** The bounds of the pixels inside a rectangle that differ. */
function changedRectangle(before: Raster, after: Raster, within: Rectangle): Rectangle | null {
  const right = within.left + within.width;
  let [left, end, first, last] = [right, -1, -1, -1];
  for (let y = within.top; y < within.top + within.height; y++) {
    const row = y * before.width;
    const differs = (x: number) => before.data[row + x] !== after.data[row + x];
    let x = within.left;
    while (x < right && !differs(x)) x++;
    if (x === right) continue;
    left = Math.min(left, x);
    for (x = right - 1; x > end && !differs(x); x--);
    end = Math.max(end, x);
    if (first < 0) first = y;
    last = y;
  }
  return first < 0 ? null : { left, top: first, width: end - left + 1, height: last - first + 1 };
}
