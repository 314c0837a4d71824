import { FundusError } from '../../shared/errors.ts';

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
