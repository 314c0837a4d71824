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
