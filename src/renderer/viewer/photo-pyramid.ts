import type { Colour } from './palette.ts';
import type { Raster } from './raster.ts';
import { levelFor, type Size, type Transform } from './transform.ts';

/** From this scale on a photograph shows its pixels as squares. */
const squareScale = 4;
const smallestLevel = 256;

/** A photograph or a layer over it at full size and halved again and again, so that it is drawn fast and smooth at any zoom. */
export type PhotoPyramid = readonly ImageBitmap[];

export const createPhotoPyramid = (bitmap: ImageBitmap): PhotoPyramid => withHalves(bitmap, { alpha: false });

/** A mask as a layer of one colour, transparent where there is no vessel. */
export async function createTint(mask: ImageBitmap, [red, green, blue]: Colour): Promise<PhotoPyramid> {
  const image = readPixels(mask);
  const { data } = image;
  for (let i = 0; i < data.length; i += 4) {
    const value = data[i]!;
    data[i] = red;
    data[i + 1] = green;
    data[i + 2] = blue;
    data[i + 3] = value;
  }
  return withHalves(await createImageBitmap(image), {});
}

function withHalves(full: ImageBitmap, settings: CanvasRenderingContext2DSettings): PhotoPyramid {
  const pyramid = [full];
  for (let last = full; Math.max(last.width, last.height) > smallestLevel; last = pyramid.at(-1)!) {
    const canvas = new OffscreenCanvas(Math.ceil(last.width / 2), Math.ceil(last.height / 2));
    const context = canvas.getContext('2d', settings)!;
    context.imageSmoothingQuality = 'medium';
    context.drawImage(last, 0, 0, canvas.width, canvas.height);
    pyramid.push(canvas.transferToImageBitmap());
  }
  return pyramid;
}

/** @param filter a CSS filter, '' for none */
export function drawPhoto(
  context: CanvasRenderingContext2D,
  pyramid: PhotoPyramid,
  { scale, x, y }: Transform,
  filter: string,
): void {
  const canvas: Size = context.canvas;
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.filter = filter || 'none';
  context.imageSmoothingEnabled = scale < squareScale;
  const level = levelFor(scale, pyramid.length);
  const [full, source] = [pyramid[0]!, pyramid[level]!];
  // Whole pixels of the source that are in view, so that little else is touched.
  const [cellWidth, cellHeight] = [
    (full.width * scale) / source.width,
    (full.height * scale) / source.height,
  ];
  const left = Math.max(0, Math.floor(-x / cellWidth) - 1);
  const top = Math.max(0, Math.floor(-y / cellHeight) - 1);
  const right = Math.min(source.width, Math.ceil((canvas.width - x) / cellWidth) + 1);
  const bottom = Math.min(source.height, Math.ceil((canvas.height - y) / cellHeight) + 1);
  if (right <= left || bottom <= top) return;
  context.drawImage(
    source,
    ...([left, top, right - left, bottom - top] as const),
    ...([x + left * cellWidth, y + top * cellHeight] as const),
    ...([(right - left) * cellWidth, (bottom - top) * cellHeight] as const),
  );
}

/** A picture's pixels, RGBA. */
export function readPixels(bitmap: ImageBitmap): ImageData {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d', { willReadFrequently: true })!;
  context.drawImage(bitmap, 0, 0);
  return context.getImageData(0, 0, bitmap.width, bitmap.height);
}

/** One channel of a picture: 0 red, 1 green, 2 blue. */
export function readChannel(bitmap: ImageBitmap, channel: 0 | 1 | 2): Raster {
  const { width, height, data } = readPixels(bitmap);
  const values = new Uint8Array(width * height);
  for (let i = 0; i < values.length; i++) values[i] = data[4 * i + channel]!;
  return { width, height, data: values };
}
