import { FundusError } from '../../../shared/errors.ts';
import { decodeImage, decodeMask, readImageFile } from '../../imaging/decode.ts';
import { encodePng, encodeThumbnail } from '../../imaging/encode.ts';
import { estimateFov, fovCircle } from '../../imaging/fov.ts';
import { type StrippedImage, stripMetadata } from '../../imaging/metadata.ts';
import type { Mask, Raster } from '../../imaging/raster.ts';
import { isMarkedSynthetic } from '../../imaging/synthetic-mark.ts';
import type { FovOrigin } from '../../store/schema.ts';
import type { PlannedImage, PlannedMask } from '../layouts/plan.ts';

/** An image, all checked and encoded: nothing but writing can fail any more. */
export interface PreparedImage extends StrippedImage {
  readonly width: number;
  readonly height: number;
  readonly thumbnail: Uint8Array;
  readonly annotations: readonly PreparedAnnotation[];
  readonly fov: PreparedFov;
}

export interface PreparedAnnotation {
  readonly file: string;
  readonly observer: string | null;
  readonly png: Uint8Array;
}

export interface PreparedFov {
  /** Null where it is estimated. */
  readonly file: string | null;
  readonly origin: FovOrigin;
  readonly png: Uint8Array;
  /** Of its circle, in pixels. */
  readonly diameter: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Decodes an image with its masks, strips the metadata, estimates the FOV where none is given.
 *
 * @throws FundusError that names the file which is truncated, no picture, of another size, synthetic, ...
 */
export async function prepareImage(image: PlannedImage): Promise<PreparedImage> {
  const bytes = await readImageFile(image.file);
  if (isMarkedSynthetic(bytes)) throw notAPhotograph(image.file);
  const raster = await decodeImage(bytes, image.file);
  const annotations: PreparedAnnotation[] = [];
  for (const planned of image.annotations) annotations.push(await prepareAnnotation(planned, raster));
  return {
    ...(await stripMetadata(bytes, raster)),
    width: raster.width,
    height: raster.height,
    thumbnail: await encodeThumbnail(raster),
    annotations,
    fov: image.fov ? await prepareFov(image.fov, raster) : await estimatedFov(raster),
  };
}

function notAPhotograph(file: string): FundusError {
  return new FundusError('synthetic', 'The picture is synthetic, not a photograph', {
    file,
    hint: 'networks learn from photographs: import those that the synthetic images were made from',
  });
}

/** Vessels cover 5-15 % of a photograph. */
const largestVesselShare = 0.5;

/**
 * @param size of the image
 * @throws FundusError 'size-mismatch', 'bad-mask', or as `decodeMask` does
 */
export async function prepareAnnotation(
  { file, observer }: PlannedMask,
  size: Size,
): Promise<PreparedAnnotation> {
  const mask = await decodeMaskOf(file, size);
  const share = shareOf(mask);
  if (share > largestVesselShare) {
    throw new FundusError('bad-mask', `The annotation marks ${percent(share)} of the picture as vessels`, {
      file,
      hint: 'vessels are white on black; a mask of the field of view belongs into a folder "mask"',
    });
  }
  return { file, observer, png: await encodePng(mask) };
}

/** The narrowest fields of view, of round pictures in wide frames, still cover more. */
const smallestFovShare = 0.2;

/**
 * @param size of the image
 * @throws FundusError 'size-mismatch', 'bad-mask', or as `decodeMask` does
 */
export async function prepareFov({ file }: PlannedMask, size: Size): Promise<PreparedFov> {
  const mask = await decodeMaskOf(file, size);
  const share = shareOf(mask);
  if (share < smallestFovShare) {
    throw new FundusError('bad-mask', `The field of view covers only ${percent(share)} of the picture`, {
      file,
      hint: 'the field of view is white on black; annotated vessels belong into a folder "masks" or "manual1"',
    });
  }
  return { file, origin: 'given', ...(await encodedFov(mask)) };
}

async function estimatedFov(raster: Raster): Promise<PreparedFov> {
  return { file: null, origin: 'estimated', ...(await encodedFov(estimateFov(raster))) };
}

async function encodedFov(mask: Mask): Promise<Pick<PreparedFov, 'png' | 'diameter'>> {
  return { png: await encodePng(mask), diameter: fovCircle(mask).diameter };
}

async function decodeMaskOf(file: string, size: Size): Promise<Mask> {
  const mask = await decodeMask(file);
  if (mask.width === size.width && mask.height === size.height) return mask;
  throw new FundusError(
    'size-mismatch',
    `The mask has ${mask.width} x ${mask.height} pixels; expected are its image's ${size.width} x ${size.height}`,
    { file, hint: 'export the mask at the size of its image' },
  );
}

function shareOf({ data }: Mask): number {
  let count = 0;
  for (let i = 0; i < data.length; i++) count += data[i]!; // For-of takes ten times as long.
  return count / data.length;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
}
