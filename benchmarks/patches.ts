import { normalizeInsideFov } from '../src/main/imaging/normalize.ts';
import type { Photograph } from '../src/main/imaging/raster.ts';
import type { ScalarMap } from '../src/main/imaging/scale.ts';
import { type SegmenterSettings, segmentImage } from '../src/main/inference/segment-image.ts';
import { createSession, type NetworkSession } from '../src/main/runtime/session.ts';

/** The sliding window of the reference kit: 48-pixel patches, 5 pixels apart, in batches of 32, averaged. */
const side = 48;
const stride = 5;
const batchSize = 32;

const warmUps = 2;
const runs = 21;

export interface PatchComparison {
  readonly width: number;
  readonly height: number;
  readonly threads: number;
  readonly patches: number;
  /** The whole sliding window, run once after a warm-up batch. */
  readonly patchSeconds: number;
  /** Median of 21 segmentations of the whole photograph, resizing and normalisation included. */
  readonly wholeSeconds: number;
  readonly ratio: number;
}

/** Times the segmentation of one photograph by sliding patches and as a whole, with the same network. */
export async function comparePatches(
  model: Uint8Array | string,
  settings: SegmenterSettings,
  photograph: Photograph,
  threads: number,
): Promise<PatchComparison> {
  const { width, height } = photograph.raster;
  const session = await createSession(model, { threads });
  const input = normalizeInsideFov(photograph.raster, photograph.fov);
  const never = new AbortController().signal;
  const whole: number[] = [];
  for (let run = -warmUps; run < runs; run++) {
    const seconds = await secondsOf(() => segmentImage(session, settings, photograph, never));
    if (run >= 0) whole.push(seconds);
  }
  await predictPatches(session, input.subarray(0, 3 * side * side), side, side);
  const patchSeconds = await secondsOf(() => predictPatches(session, input, width, height));
  await session.release();
  const wholeSeconds = whole.sort((a, b) => a - b)[(runs - 1) / 2]!;
  const patches = patchStarts(width).length * patchStarts(height).length;
  return { width, height, threads, patches, patchSeconds, wholeSeconds, ratio: patchSeconds / wholeSeconds };
}

/**
 * @param input [3, height, width]; zeros are added on the right and below until the last patch ends the image
 * @returns at each pixel the mean of what the patches over it give
 */
export async function predictPatches(
  session: Pick<NetworkSession, 'run'>,
  input: Float32Array,
  width: number,
  height: number,
): Promise<ScalarMap> {
  const corners = patchStarts(height).flatMap((top) => patchStarts(width).map((left) => ({ left, top })));
  const sum = new Float32Array(width * height);
  const count = new Uint16Array(width * height);
  for (let first = 0; first < corners.length; first += batchSize) {
    const batch = corners.slice(first, first + batchSize);
    const data = new Float32Array(batch.length * 3 * side * side);
    batch.forEach((corner, i) => {
      cutPatch(data.subarray(i * 3 * side * side), input, width, height, corner);
    });
    const { probability } = await session.run({ image: { data, dims: [batch.length, 3, side, side] } });
    batch.forEach((corner, i) => {
      addPatch(sum, count, probability!.data.subarray(i * side * side), width, height, corner);
    });
  }
  return { width, height, data: sum.map((value, i) => value / count[i]!) };
}

function patchStarts(length: number): number[] {
  return Array.from({ length: Math.ceil((length - side) / stride) + 1 }, (_, i) => i * stride);
}

interface Corner {
  readonly left: number;
  readonly top: number;
}

function cutPatch(patch: Float32Array, input: Float32Array, width: number, height: number, corner: Corner) {
  const { left, top } = corner;
  for (let channel = 0; channel < 3; channel++) {
    for (let y = 0; y < side && top + y < height; y++) {
      const row = (channel * height + top + y) * width;
      patch.set(input.subarray(row + left, row + Math.min(left + side, width)), (channel * side + y) * side);
    }
  }
}

function addPatch(
  sum: Float32Array,
  count: Uint16Array,
  patch: Float32Array,
  width: number,
  height: number,
  { left, top }: Corner,
) {
  for (let y = 0; y < side && top + y < height; y++) {
    for (let x = 0; x < side && left + x < width; x++) {
      const pixel = (top + y) * width + left + x;
      sum[pixel]! += patch[y * side + x]!;
      count[pixel]!++;
    }
  }
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
