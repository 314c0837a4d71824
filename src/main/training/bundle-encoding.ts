/** Whole numbers from 0 to 255, without negative zeros. */
export const isBytes = (values: Float32Array) =>
  values.every((value) => value >= 0 && value <= 255 && Number.isInteger(value) && !Object.is(value, -0));

/** Each number's difference from the one before it, modulo 256: neighbouring pixels are alike. */
export function byteDifferences(values: Float32Array | Uint8Array): Uint8Array {
  const differences = new Uint8Array(values.length);
  for (let i = 0, before = 0; i < values.length; i++) {
    differences[i] = values[i]! - before;
    before = values[i]!;
  }
  return differences;
}

/** The lowest bytes of all numbers (little-endian), then the second bytes, ...: equal exponents lie side by side. */
export function bytePlanes(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  const { length } = values;
  const planes = new Uint8Array(bytes.length);
  for (let i = 0, at = 0; i < length; i++) {
    for (let plane = 0; plane < 4; plane++) planes[plane * length + i] = bytes[at++]!;
  }
  return planes;
}

/** Rounds, halves to even, to what the upper 16 bits of a float32 hold; finite values only. */
export function roundToBfloat16(values: Float32Array): Float32Array<ArrayBuffer> {
  const rounded = Float32Array.from(values);
  const bits = new Uint32Array(rounded.buffer);
  for (let i = 0; i < bits.length; i++) {
    const even = (bits[i]! >>> 16) & 1;
    bits[i] = (bits[i]! + 0x7fff + even) & 0xffff0000;
  }
  return rounded;
}
