import sharp from 'sharp';

// Every photograph is decoded once: libvips' operation cache would only hold on to pixels.
sharp.cache(false);

export { sharp };

/** The same memory without Buffer's methods, whose `slice` does not copy. */
export function plainBytes({ buffer, byteOffset, byteLength }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
