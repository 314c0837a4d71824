import { flipBits } from '../../../shared/mask-bits.ts';
import { intersection, type Raster, type Rectangle, union } from '../../viewer/raster.ts';

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
export function createPatch(before: Raster, after: Raster, within: readonly Rectangle[]): Patch | null {
  const rectangle = within
    .map((part) => changedRectangle(before, after, part))
    .reduce<Rectangle | null>(union, null);
  if (!rectangle) return null;
  const bits = new Uint8Array(Math.ceil((rectangle.width * rectangle.height) / 8));
  for (const part of within) setFlips(bits, rectangle, before, after, intersection(part, rectangle));
  return { rectangle, bits };
}

function setFlips(
  bits: Uint8Array,
  rectangle: Rectangle,
  before: Raster,
  after: Raster,
  part: Rectangle | null,
): void {
  if (!part) return;
  for (let y = part.top; y < part.top + part.height; y++) {
    const row = y * before.width;
    const offset = (y - rectangle.top) * rectangle.width - rectangle.left;
    for (let x = part.left; x < part.left + part.width; x++) {
      if (before.data[row + x] === after.data[row + x]) continue;
      const i = offset + x;
      bits[i >> 3]! |= 0x80 >> (i & 7);
    }
  }
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
