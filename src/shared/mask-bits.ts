/**
 * Packs a mask row by row without padding between rows: eight pixels a byte, the first in the highest bit. What is
 * left of the last byte is 0.
 *
 * @param data one value a pixel, 0 or not 0
 */
export function packBits(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bits = new Uint8Array(Math.ceil(data.length / 8));
  for (let i = 0; i < data.length; i++) {
    if (data[i] !== 0) bits[i >> 3]! |= 0x80 >> (i & 7);
  }
  return bits;
}

/**
 * The inverse of `packBits`: one byte a pixel, 0 or 1.
 *
 * @param count of pixels; `bits` has at least ceil(count / 8) bytes
 */
export function unpackBits(bits: Uint8Array, count: number): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(count);
  for (let i = 0; i < count; i++) data[i] = (bits[i >> 3]! >> (7 - (i & 7))) & 1;
  return data;
}

/** A rectangle of pixels. */
export interface BitRectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Flips, in place, the pixels of a mask that are set in a patch. Applied twice it changes nothing.
 *
 * @param data the mask, one byte a pixel, 0 or 1
 * @param width of the mask, in pixels
 * @param rectangle where the patch lies; wholly inside the mask
 * @param patch its packed bits, ceil(rectangle.width * rectangle.height / 8) bytes
 */
export function flipBits(data: Uint8Array, width: number, rectangle: BitRectangle, patch: Uint8Array): void {
  for (let y = 0, i = 0; y < rectangle.height; y++) {
    const row = (rectangle.top + y) * width + rectangle.left;
    for (let x = 0; x < rectangle.width; x++, i++) {
      data[row + x]! ^= (patch[i >> 3]! >> (7 - (i & 7))) & 1;
    }
  }
}
