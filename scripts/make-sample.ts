/**
 * Makes resources/sample from the High-Resolution Fundus database: six test images, two of each group, reduced to
 * half their sides, with vessel masks and fields of view, in HRF's own layout.
 *
 *     node scripts/make-sample.ts HRF_FOLDER
 */
import { mkdir, readdir, stat } from 'node:fs/promises';
import { join, parse } from 'node:path';
import { decodeImage, decodeMask } from '../src/main/imaging/decode.ts';
import type { Mask } from '../src/main/imaging/raster.ts';
import { resizeMask, resizeRaster } from '../src/main/imaging/resize.ts';
import { sharp } from '../src/main/imaging/vips.ts';

/** Both eyes and both textures of each group; none of them is in the training split (01-05). */
const names = ['06_h', '07_h', '06_dr', '08_dr', '08_g', '10_g'];
const width = 1752;
const height = 1168;
const jpegQuality = 95;
const maxBytes = 3_000_000;
const sample = join(import.meta.dirname, '..', 'resources', 'sample');

const [hrf] = process.argv.slice(2);
if (!hrf) throw new Error('usage: node scripts/make-sample.ts HRF_FOLDER');

for (const folder of ['images', 'manual1', 'mask']) await mkdir(join(sample, folder), { recursive: true });
for (const file of await readdir(join(hrf, 'images'))) {
  const { name } = parse(file);
  if (!names.includes(name)) continue;
  await reduceImage(hrf, file);
  await reduceMask(hrf, join('manual1', `${name}.tif`));
  await reduceMask(hrf, join('mask', `${name}_mask.tif`));
}

const bytes = await folderBytes(sample);
if (bytes > maxBytes) throw new Error(`the sample takes ${bytes} bytes, more than ${maxBytes}`);
process.stdout.write(`resources/sample: ${bytes} bytes\n`);

async function reduceImage(from: string, file: string): Promise<void> {
  const image = await resizeRaster(await decodeImage(join(from, 'images', file)), width, height);
  await sharp(image.data, { raw: { width, height, channels: image.channels } })
    .jpeg({ quality: jpegQuality, chromaSubsampling: '4:4:4', mozjpeg: true })
    .toFile(join(sample, 'images', file));
}

async function reduceMask(from: string, file: string): Promise<void> {
  const mask = resizeMask(await decodeMask(join(from, file)), width, height);
  await sharp(toGrey(mask), { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .tiff({ compression: 'lzw', predictor: 'none', bitdepth: 1 })
    .toFile(join(sample, file));
}

function toGrey(mask: Mask): Uint8Array {
  return mask.data.map((value) => 255 * value);
}

async function folderBytes(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const sizes = entries
    .filter((entry) => entry.isFile())
    .map(async (entry) => (await stat(join(entry.parentPath, entry.name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
}
