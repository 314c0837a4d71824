import { promisify } from 'node:util';
import { deflate } from 'node:zlib';
import { type PngChunk, readPngChunks, stripPng, writePng } from './containers/png.ts';
import type { Mask, Raster } from './raster.ts';
import { sharp } from './vips.ts';

const compress = promisify(deflate);

/**
 * A PNG file: 8-bit RGB or grey for a raster, 1-bit grey (1 = white) for a mask. It holds the pixels and `text`,
 * nothing else; the same input gives the same bytes.
 */
export async function encodePng(
  image: Raster | Mask,
  text: Record<string, string> = {},
): Promise<Uint8Array> {
  return addPngText('channels' in image ? await encodeRaster(image) : await encodeBits(image), text);
}

async function encodeRaster({ data, width, height, channels }: Raster): Promise<Uint8Array> {
  const png = await sharp(data, { raw: { width, height, channels } })
    .toColourspace(channels === 1 ? 'b-w' : 'srgb')
    .png({ compressionLevel: 6 })
    .toBuffer();
  return stripPng(png);
}

async function encodeBits(mask: Mask): Promise<Uint8Array> {
  const header = Buffer.alloc(13); // bit depth 1, grey, and zeros: deflate, no filter, not interlaced
  header.writeUInt32BE(mask.width, 0);
  header.writeUInt32BE(mask.height, 4);
  header[8] = 1;
  return writePng([
    { type: 'IHDR', data: header },
    { type: 'IDAT', data: await compress(packRows(mask)) },
    { type: 'IEND', data: new Uint8Array() },
  ]);
}

/** Eight pixels a byte, the leftmost in the highest bit; each row begins with its filter type, 0. */
function packRows({ width, height, data }: Mask): Uint8Array {
  const rowBytes = 1 + Math.ceil(width / 8);
  const rows = new Uint8Array(rowBytes * height);
  for (let y = 0, i = 0; y < height; y++) {
    const row = y * rowBytes + 1;
    for (let x = 0; x < width; x++, i++) {
      if (data[i]) rows[row + (x >> 3)]! |= 0x80 >> (x & 7);
    }
  }
  return rows;
}

/**
 * Adds text chunks after the header, keyword by keyword: tEXt where Latin-1 suffices, else iTXt (UTF-8).
 * A keyword has 1-79 Latin-1 characters (PNG specification, 11.3.3).
 */
export function addPngText(png: Uint8Array, text: Record<string, string>): Uint8Array {
  const additions = Object.entries(text).map(([keyword, value]) => textChunk(keyword, value));
  if (additions.length === 0) return png;
  const [header, ...rest] = readPngChunks(png);
  return writePng([...(header ? [header] : []), ...additions, ...rest]);
}

function textChunk(keyword: string, value: string): PngChunk {
  const isLatin1 = [...value].every((character) => character <= 'ÿ' && character !== '\0');
  if (isLatin1) return { type: 'tEXt', data: Buffer.from(`${keyword}\0${value}`, 'latin1') };
  // Uncompressed, without language and translated keyword.
  const head = Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1');
  return { type: 'iTXt', data: Buffer.concat([head, Buffer.from(value, 'utf8')]) };
}

export const thumbnailExtension = 'jpg';
const thumbnailSide = 320;

/** A JPEG of at most 320 pixels a side, without metadata. */
export async function encodeThumbnail({ data, width, height, channels }: Raster): Promise<Uint8Array> {
  return sharp(data, { raw: { width, height, channels } })
    .resize(thumbnailSide, thumbnailSide, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 80 })
    .toBuffer();
}
