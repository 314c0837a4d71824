import { type Raster, type Rectangle, wholeOf } from '../../viewer/raster.ts';

/**
 * A mask at full size and halved again and again, for drawing it small: in the halved masks a cell holds the share
 * of ones among the pixels it stands for, 0..255. Level 0 is the mask itself, 0 or 1.
 */
export type Pyramid = readonly Raster[];

/** @param halvings how many times it is halved */
export function createPyramid(mask: Raster, halvings: number): Pyramid {
  const pyramid: Raster[] = [mask];
  for (let level = 1; level <= halvings; level++) {
    const { width, height } = pyramid[level - 1]!;
    const [halfWidth, halfHeight] = [Math.ceil(width / 2), Math.ceil(height / 2)];
    pyramid.push({
      width: halfWidth,
      height: halfHeight,
      data: new Uint8Array(halfWidth * halfHeight),
    });
  }
  updatePyramid(pyramid, wholeOf(mask));
  return pyramid;
}

/** Brings the halved masks up to date where the mask has changed. */
export function updatePyramid(pyramid: Pyramid, changed: Rectangle): void {
  let { left, top } = changed;
  let [right, bottom] = [left + changed.width, top + changed.height];
  for (let level = 1; level < pyramid.length; level++) {
    [left, top] = [left >> 1, top >> 1];
    [right, bottom] = [(right + 1) >> 1, (bottom + 1) >> 1];
    halve(pyramid[level - 1]!, pyramid[level]!, level === 1 ? 255 : 1, [left, top, right, bottom]);
  }
}

function halve(
  from: Raster,
  to: Raster,
  scale: number,
  [left, top, right, bottom]: readonly [number, number, number, number],
): void {
  const { width, data } = from;
  for (let y = top; y < bottom; y++) {
    const upper = 2 * y * width;
    // The last row or column of an odd size stands for itself.
    const lower = 2 * y + 1 < from.height ? upper + width : upper;
    for (let x = left; x < right; x++) {
      const a = 2 * x;
      const b = a + 1 < width ? a + 1 : a;
      const sum = data[upper + a]! + data[upper + b]! + data[lower + a]! + data[lower + b]!;
      to.data[y * to.width + x] = (sum * scale + 2) >> 2;
    }
  }
}
