import { open } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, inflate } from 'node:zlib';
import type { Sharp, SharpOptions } from 'sharp';
import { FundusError } from '../../shared/errors.ts';
import { packBits } from '../../shared/mask-bits.ts';
import { pictureFormatNames } from '../../shared/picture-files.ts';
import { formatOf, type ImageFormat, inspect, unreadFormatOf } from './containers/format.ts';
import { readPngChunks } from './containers/png.ts';
import { decodePnm } from './pnm.ts';
import { checkPixelCount, type Mask, maxFileBytes, maxPixels, type Raster } from './raster.ts';
import { plainBytes, sharp } from './vips.ts';

/** A file's path, or its bytes. */
export type ImageSource = string | Uint8Array;

/**
 * Decodes pictures of all `pictureFormats`, the first one of a GIF: grey as one channel, colour as RGB, 16 bits
 * reduced to 8, upright by the EXIF orientation, transparency over black. Values are those of the file: a colour
 * profile is not applied, as in OpenCV and Pillow, whose readings published results rest on.
 *
 * @param file what errors name, where the source is bytes
 * @throws FundusError 'not-found', 'not-an-image', 'unsupported-format', 'truncated', 'damaged', or 'too-large'
 *   (over 100 megapixels, found before memory is taken for them)
 */
export async function decodeImage(source: ImageSource, file?: string): Promise<Raster> {
  const name = typeof source === 'string' ? source : file;
  try {
    return await decodeBytes(typeof source === 'string' ? await readImageFile(source) : source);
  } catch (error) {
    throw name === undefined ? error : withFile(error, name);
  }
}

/** Values below this are numbers of labels, not grey levels. */
const labelLimit = 16;

/**
 * Decodes a mask in any format that `decodeImage` reads: 1 where the brightest channel is at least half of full
 * intensity (128). A picture whose values all are below 16 holds labels, of which 0 is the background.
 *
 * @throws FundusError as `decodeImage` does
 */
export async function decodeMask(source: ImageSource): Promise<Mask> {
  const raster = await decodeImage(source);
  const { width, height } = raster;
  const brightest = brightestChannel(raster);
  const threshold = brightest.some((value) => value >= labelLimit) ? 128 : 1;
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = brightest[i]! >= threshold ? 1 : 0;
  return { width, height, data };
}

function brightestChannel({ width, height, channels, data }: Raster): Uint8Array {
  if (channels === 1) return data;
  const brightest = new Uint8Array(width * height);
  for (let i = 0, j = 0; i < brightest.length; i++, j += 3) {
    brightest[i] = Math.max(data[j]!, data[j + 1]!, data[j + 2]!);
  }
  return brightest;
}

const unzip = promisify(gunzip);

/**
 * Reads a picture's file; one that gzip has compressed, as STARE's are published, is inflated.
 *
 * @throws FundusError 'not-found', 'io', 'truncated' or 'too-large', which name the file
 */
export async function readImageFile(file: string): Promise<Uint8Array> {
  const bytes = await readWhole(file).catch((cause: unknown) => {
    throw cause instanceof FundusError ? cause : readError(cause, file);
  });
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  return unzip(bytes, { maxOutputLength: maxFileBytes }).catch((cause: unknown) => {
    const code = cause instanceof RangeError ? 'too-large' : 'truncated';
    throw new FundusError(code, 'The compressed file cannot be inflated', { file, cause });
  });
}

async function readWhole(file: string): Promise<Uint8Array> {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    if (size > maxFileBytes) {
      throw new FundusError('too-large', `The file has ${size} bytes; at most ${maxFileBytes} are read`, {
        file,
      });
    }
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

function readError(cause: unknown, file: string): FundusError {
  const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
  if (missing) return new FundusError('not-found', 'There is no such file', { file, cause });
  return new FundusError('io', `The file cannot be read: ${reasonOf(cause)}`, { file, cause });
}

function withFile(error: unknown, file: string): unknown {
  if (!(error instanceof FundusError) || error.file) return error;
  const { code, message, hint, cause } = error;
  return new FundusError(code, message, { file, cause, ...(hint && { hint }) });
}

async function decodeBytes(bytes: Uint8Array): Promise<Raster> {
  const format = formatOf(bytes);
  if (!format) throw notRead(bytes);
  return format === 'pnm' ? decodePnm(bytes) : decodeWithVips(bytes, format);
}

function notRead(bytes: Uint8Array): FundusError {
  const hint = `use one of ${pictureFormatNames}`;
  if (bytes.length === 0) return new FundusError('truncated', 'The file is empty', { hint });
  const format = unreadFormatOf(bytes);
  return format
    ? new FundusError('unsupported-format', `Pictures in the format ${format} are not read`, { hint })
    : new FundusError('not-an-image', 'The file is not a picture in a format that is read', { hint });
}

const options: SharpOptions = { limitInputPixels: false, ignoreIcc: true };

async function decodeWithVips(bytes: Uint8Array, format: ImageFormat): Promise<Raster> {
  const failed = (cause: unknown) => decodeError(bytes, format, cause);
  const { width, height, space, depth } = await sharp(bytes, options).metadata().catch(failed);
  checkPixelCount(width, height);
  if (!inspect(bytes, format).complete) throw truncated();
  if (depth !== 'uchar' && depth !== 'ushort') {
    throw new FundusError('unsupported-format', `Pixels of the type ${depth} are not read`, {
      hint: 'save the picture with 8 or 16 bits a channel',
    });
  }
  const grey = space === 'b-w' || space === 'grey16';
  return toRaster(sharp(bytes, { ...options, limitInputPixels: maxPixels }).autoOrient(), grey).catch(failed);
}

async function toRaster(image: Sharp, grey: boolean): Promise<Raster> {
  const { data, info } = await image
    .flatten({ background: '#000' })
    .toColourspace(grey ? 'b-w' : 'srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { width, height } = info;
  return { width, height, channels: grey ? 1 : 3, data: plainBytes(data) };
}

function decodeError(bytes: Uint8Array, format: ImageFormat, cause: unknown): never {
  if (!inspect(bytes, format).complete) throw truncated(cause);
  throw new FundusError('damaged', `The picture cannot be decoded: ${reasonOf(cause)}`, { cause });
}

function truncated(cause?: unknown): FundusError {
  return new FundusError('truncated', 'The file ends before the picture does', {
    cause,
    hint: 'copy it again from its source',
  });
}

/** The first line: libvips may add one for each row. */
function reasonOf(cause: unknown): string {
  const [line = ''] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
  return line;
}

const decompress = promisify(inflate);

export interface MaskBits {
  readonly width: number;
  readonly height: number;
  /** As `packBits` packs them. */
  readonly bits: Uint8Array;
}

/**
 * Reads a mask's PNG as packed bits. One as `encodePng` writes it, of whole bytes a row, holds them already: of
 * 3504 x 2336 pixels it takes some 10 ms, by way of a byte a pixel some 80 ms.
 *
 * @throws FundusError as `decodeMask` does
 */
export async function decodeMaskBits(png: Uint8Array): Promise<MaskBits> {
  const stored = await readStoredBits(png);
  if (stored) return stored;
  const { width, height, data } = await decodeMask(png);
  return { width, height, bits: packBits(data) };
}

async function readStoredBits(png: Uint8Array): Promise<MaskBits | undefined> {
  const chunks = readPngChunks(png);
  const header = chunks.find(({ type }) => type === 'IHDR')?.data;
  if (header?.length !== 13) return undefined;
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const [width, height, format] = [view.getUint32(0), view.getUint32(4), header.subarray(8)];
  const isPlainGrey = format[0] === 1 && format.subarray(1).every((value) => value === 0);
  if (!isPlainGrey || width % 8 !== 0) return undefined;
  const rowBytes = width / 8;
  const parts = chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data);
  const maxOutputLength = (rowBytes + 1) * height;
  const rows = await decompress(Buffer.concat(parts), { maxOutputLength }).catch(() => undefined);
  if (rows?.length !== maxOutputLength) return undefined;
  const bits = new Uint8Array(rowBytes * height);
  for (let y = 0; y < height; y++) {
    const start = y * (rowBytes + 1);
    if (rows[start] !== 0) return undefined; // The row is filtered.
    bits.set(rows.subarray(start + 1, start + 1 + rowBytes), y * rowBytes);
  }
  return { width, height, bits };
}
