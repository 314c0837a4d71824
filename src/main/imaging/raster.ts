import { FundusError } from '../../shared/errors.ts';

/** An 8-bit image in memory: rows from the top, channels interleaved (grey or RGB). */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  /** width x height x channels values, 0-255. */
  readonly data: Uint8Array;
}

/** A binary image: `data` holds width x height values, each 0 or 1. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** A photograph with what must be known of it to segment it. */
export interface Photograph {
  readonly raster: Raster;
  readonly fov: Mask;
  /** Field angle of the camera in degrees, null where unknown. */
  readonly fieldAngle: number | null;
}

/** Larger pictures are refused before anything is allocated for them. */
export const maxPixels = 100_000_000;

/** More than an uncompressed 16-bit RGB picture of `maxPixels` takes. */
export const maxFileBytes = 1_000_000_000;

/** @throws FundusError 'too-large' when width x height is over `maxPixels` */
export function checkPixelCount(width: number, height: number): void {
  if (width * height <= maxPixels) return;
  const megapixels = Math.round((width * height) / 1e6);
  throw new FundusError(
    'too-large',
    `The picture has ${width} x ${height} pixels (${megapixels} megapixels); at most ${maxPixels / 1e6} megapixels are read`,
    { hint: 'reduce its resolution and try again' },
  );
}
