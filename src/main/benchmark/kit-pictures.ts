import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FundusError } from '../../shared/errors.ts';
import { decodeImage, decodeMask } from '../imaging/decode.ts';
import type { Raster } from '../imaging/raster.ts';
import { resizeMask, resizeRaster } from '../imaging/resize.ts';
import { kitPatchSide, kitPictureSide } from '../networks/reference-kit.ts';

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

/** How far from the edges patches lie: beyond it photographs are dark. */
const margin = side / 8;

/**
 * Patches of photographs as the kit's segmenter is given them: [3,48,48] each, 0..1. They lie side by side, the first
 * of all photographs before the second of each. Without the kit's equalisation of histograms, which changes no time.
 * @param folder photographs in `images`
 */
export async function kitPatches(folder: string): Promise<Float32Array[]> {
  const photographs: Raster[] = [];
  for (const file of await filesIn(join(folder, 'images'))) {
    photographs.push(await resizeRaster(await decodeImage(file), side, side));
  }
  const patches: Float32Array[] = [];
  for (let top = margin; top + kitPatchSide <= side - margin; top += kitPatchSide) {
    for (let left = margin; left + kitPatchSide <= side - margin; left += kitPatchSide) {
      patches.push(...photographs.map((photograph) => patchOf(photograph, left, top)));
    }
  }
  return patches;
}

function patchOf({ data, channels }: Raster, left: number, top: number): Float32Array {
  const perPlane = kitPatchSide * kitPatchSide;
  return Float32Array.from({ length: 3 * perPlane }, (_, index) => {
    const [y, x] = [Math.floor((index % perPlane) / kitPatchSide), index % kitPatchSide];
    const channel = Math.min(Math.floor(index / perPlane), channels - 1);
    return data[((top + y) * side + left + x) * channels + channel]! / 255;
  });
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
