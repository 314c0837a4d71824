import sharp from 'sharp';
import type { Mask, Raster } from '../../../src/main/imaging/raster.ts';

/** A disc like a fundus photograph's: bright inside the circle, black around it, different in every pixel. */
export function photograph(width: number, height: number, diameter = Math.min(width, height) * 0.9): Raster {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i += 3) {
      if (!insideCircle(x, y, width, height, diameter)) continue;
      data[i] = 150 + ((x * 7 + y * 3) % 50);
      data[i + 1] = 60 + ((x * 3 + y * 11) % 40);
      data[i + 2] = 20 + ((x + y) % 20);
    }
  }
  return { width, height, channels: 3, data };
}

export function insideCircle(x: number, y: number, width: number, height: number, diameter: number): boolean {
  return Math.hypot(x - (width - 1) / 2, y - (height - 1) / 2) <= diameter / 2;
}

/** The pixels of a `photograph` inside its circle. */
export function discMask(width: number, height: number, diameter = Math.min(width, height) * 0.9): Mask {
  const data = Uint8Array.from({ length: width * height }, (_, i) =>
    insideCircle(i % width, Math.floor(i / width), width, height, diameter) ? 1 : 0,
  );
  return { width, height, data };
}

/** Lines one pixel wide: about an eighth of the picture. `shift` makes different ones. */
export function vesselMask(width: number, height: number, shift = 0): Mask {
  const data = Uint8Array.from({ length: width * height }, (_, i) =>
    ((i % width) + Math.floor(i / width) + shift) % 8 === 0 ? 1 : 0,
  );
  return { width, height, data };
}

/** The raster for sharp to encode. */
export function toSharp({ width, height, channels, data }: Raster) {
  return sharp(data, { raw: { width, height, channels } });
}

/** The mask as grey values 0 and 255. */
export function toGrey({ width, height, data }: Mask): Raster {
  return { width, height, channels: 1, data: data.map((value) => value * 255) };
}

/** The raster in the formats and compressions that keep every pixel. */
export function losslessFiles(picture: Raster) {
  return {
    PNG: toSharp(picture).png(),
    'interlaced PNG': toSharp(picture).png({ progressive: true }),
    WebP: toSharp(picture).webp({ lossless: true }),
    'TIFF, LZW': toSharp(picture).tiff({ compression: 'lzw' }),
    'TIFF, LZW with predictor': toSharp(picture).tiff({ compression: 'lzw', predictor: 'horizontal' }),
    'TIFF, deflate, tiled': toSharp(picture).tiff({ compression: 'deflate', tile: true }),
    'TIFF, uncompressed': toSharp(picture).tiff({ compression: 'none' }),
  };
}
