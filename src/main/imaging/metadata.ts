import { FundusError } from '../../shared/errors.ts';
import { formatOf, inspect } from './containers/format.ts';
import { latin1, type MetadataKind, metadataKinds } from './containers/inspection.ts';
import { stripJpeg } from './containers/jpeg.ts';
import { readPngChunks } from './containers/png.ts';
import { decodeImage } from './decode.ts';
import { encodePng } from './encode.ts';
import type { Raster } from './raster.ts';
import { sharp } from './vips.ts';

export interface StrippedImage {
  readonly bytes: Uint8Array;
  readonly extension: 'jpg' | 'png';
  /** What the file said beside its pixels, and says no more. */
  readonly stripped: MetadataKind[];
}

/**
 * Removes everything but the pixels. A JPEG that is upright stays the JPEG that it was, without its metadata; all
 * other files become a PNG of the decoded pixels. Files that differ in metadata alone give the same bytes.
 *
 * @param decoded the picture, where it has been decoded already
 * @throws FundusError as `decodeImage` does
 */
export async function stripMetadata(bytes: Uint8Array, decoded?: Raster): Promise<StrippedImage> {
  const raster = decoded ?? (await decodeImage(bytes));
  const keepsJpeg = formatOf(bytes) === 'jpeg' && (await isUpright(bytes));
  const image = keepsJpeg ? stripJpeg(bytes) : await encodePng(raster);
  const left = metadataIn(image);
  if (left.length > 0) throw new FundusError('internal', `Metadata were not removed: ${left.join(', ')}`);
  return { bytes: image, extension: keepsJpeg ? 'jpg' : 'png', stripped: metadataIn(bytes) };
}

/**
 * The kinds of metadata that an image file carries, found by its structure alone.
 *
 * @throws FundusError 'not-an-image' when the format is none that is read
 */
export function metadataIn(bytes: Uint8Array): MetadataKind[] {
  const format = formatOf(bytes);
  if (!format) throw new FundusError('not-an-image', 'The file is not a picture in a format that is read');
  const { metadata } = inspect(bytes, format);
  return metadataKinds.filter((kind) => metadata.has(kind));
}

/** Without an orientation, or with the normal one (EXIF 2.32, tag 0x0112, value 1). */
async function isUpright(jpeg: Uint8Array): Promise<boolean> {
  const { orientation = 1 } = await sharp(jpeg).metadata();
  return orientation === 1;
}

/** The text "Title" (PNG specification, 11.3.3.2) of every synthetic image: what marks it wherever it goes. */
export const syntheticTitle = 'Synthetic fundus photograph';

/** Whether a file says of itself that it is a synthetic image. */
export function isMarkedSynthetic(bytes: Uint8Array): boolean {
  if (formatOf(bytes) !== 'png') return false;
  return readPngChunks(bytes).some(
    ({ type, data }) => type === 'tEXt' && latin1(data) === `Title\0${syntheticTitle}`,
  );
}
