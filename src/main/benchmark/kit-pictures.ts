import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FundusError } from '../../shared/errors.ts';
import { decodeImage, decodeMask } from '../imaging/decode.ts';
import { resizeMask, resizeRaster } from '../imaging/resize.ts';
import { kitPatchSide } from '../networks/reference-kit/segmenter.ts';
import { kitPictureSide } from '../networks/reference-kit/synthesizer.ts';

/** The kit brings all pictures to one size, patches are cut from that. */
const side = kitPictureSide;
const area = side * side;

/** Full paths of a folder's pictures, by name. */
async function filesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
  if (names.length === 0) {
    throw new FundusError('no-data', 'The folder has no pictures', { file: folder });
  }
  return names.map((name) => join(folder, name));
}

/**
 * Patches of photographs as the kit's segmenter is given them: [3,48,48] each, 0..1. They lie side by side over the
 * middle of the photographs. Without the kit's equalisation of histograms, which changes no time.
 * @param folder photographs in `images`
 */
export async function kitPatches(folder: string): Promise<Float32Array[]> {
  const patches: Float32Array[] = [];
  const margin = side / 4;
  for (const file of await filesIn(join(folder, 'images'))) {
    const { data, channels } = await resizeRaster(await decodeImage(file), side, side);
    for (let top = margin; top + kitPatchSide <= side - margin; top += kitPatchSide) {
      for (let left = margin; left + kitPatchSide <= side - margin; left += kitPatchSide) {
        patches.push(
          planes(kitPatchSide, (c, y, x) => {
            const pixel = ((top + y) * side + left + x) * channels;
            return data[pixel + Math.min(c, channels - 1)]! / 255;
          }),
        );
      }
    }
  }
  return patches;
}

/**
 * Vessel masks as the kit's synthesizer is given them: [3,512,512] each, -1 and 1.
 * @param folder annotations in `manual1`
 */
export async function kitMasks(folder: string): Promise<Float32Array[]> {
  const masks: Float32Array[] = [];
  for (const file of await filesIn(join(folder, 'manual1'))) {
    const { data } = resizeMask(await decodeMask(file), side, side);
    masks.push(Float32Array.from({ length: 3 * area }, (_, index) => 2 * data[index % area]! - 1));
  }
  return masks;
}

function planes(size: number, value: (channel: number, y: number, x: number) => number): Float32Array {
  return Float32Array.from({ length: 3 * size * size }, (_, index) => {
    const pixel = index % (size * size);
    return value(Math.floor(index / (size * size)), Math.floor(pixel / size), pixel % size);
  });
}
