import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decodeImage, decodeMask } from '../../../src/main/imaging/decode.ts';
import { normalizeInsideFov } from '../../../src/main/imaging/normalize.ts';
import type { Photograph } from '../../../src/main/imaging/raster.ts';
import { resizeMask, resizeRaster } from '../../../src/main/imaging/resize.ts';
import { segmentImage } from '../../../src/main/inference/segment-image.ts';
import { planTiles, predictTiled } from '../../../src/main/inference/tiled.ts';
import { createSession, type NetworkSession } from '../../../src/main/runtime/session.ts';
import { randomSegmenter } from './random-network.ts';

const sample = join(import.meta.dirname, '../../../resources/sample');
const never = new AbortController().signal;
const settings = { threshold: 0.5, fovDiameter: 1631, fieldAngle: 60 };

let session: NetworkSession;
let photograph: Photograph;

beforeAll(async () => {
  session = await createSession(randomSegmenter(7), { threads: 2 });
  photograph = {
    raster: await decodeImage(join(sample, 'images/06_h.jpg')),
    fov: await decodeMask(join(sample, 'mask/06_h_mask.tif')),
    fieldAngle: 60,
  };
});
afterAll(() => session.release());

const largestDifference = (a: Float32Array, b: Float32Array) =>
  a.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b[i]!)), 0);

describe('segmentImage', () => {
  test('in tiles gives what the network gives for the whole image', async () => {
    const { raster, fov } = photograph;
    const { width, height } = fov;
    const input = normalizeInsideFov(raster, fov);
    const whole = await session.run({ image: { data: input, dims: [1, 3, height, width] } });
    const expected = whole.probability!.data.map((value, i) => value * fov.data[i]!);

    const { probability } = await segmentImage(session, settings, photograph, never);
    expect(largestDifference(probability.data, expected)).toBeLessThan(1e-5);

    const small = planTiles(width, height, { multiple: 8, maxPixels: 480 * 480, margin: 52 });
    expect(small.columns.starts.length * small.rows.starts.length).toBeGreaterThan(8);
    const predict = async (data: Float32Array, w: number, h: number) =>
      (await session.run({ image: { data, dims: [1, 3, h, w] } })).probability!.data;
    const tiled = await predictTiled(predict, input, fov, small, () => {});
    expect(largestDifference(tiled.data, expected)).toBeLessThan(1e-5);
    // The network is not blind: else any tiling would pass.
    const row = expected.subarray(600 * width + 200, 600 * width + 1500);
    expect(Math.max(...row) - Math.min(...row)).toBeGreaterThan(0.1);
  });

  test('marks the pixels that reach the threshold, none outside the field of view', async () => {
    const { probability, mask } = await segmentImage(session, settings, photograph, never);
    expect([mask.width, mask.height]).toEqual([1752, 1168]);
    expect(mask.data.every((value, i) => value === (probability.data[i]! >= 0.5 ? 1 : 0))).toBe(true);
    const outside = probability.data.filter((_, i) => photograph.fov.data[i] === 0);
    expect(outside.length).toBeGreaterThan(100_000);
    expect(outside.every((value) => value === 0)).toBe(true);
  });

  test('sees another camera at the scale of its training and answers in the camera’s own pixels', async () => {
    // A third of the size: enlarged threefold, it must come out much like the original.
    const { raster, fov } = photograph;
    const small = {
      ...photograph,
      raster: await resizeRaster(raster, 584, 389),
      fov: resizeMask(fov, 584, 389),
    };
    const original = await segmentImage(session, settings, photograph, never);
    const enlarged = await segmentImage(session, settings, small, never);
    expect([enlarged.probability.width, enlarged.mask.height]).toEqual([584, 389]);
    const unscaled = await segmentImage(session, { ...settings, fovDiameter: 1631 / 3 }, small, never);
    const at = (x: number, y: number) => original.probability.data[(3 * y + 1) * 1752 + 3 * x + 1]!;
    const meanDifference = (data: Float32Array) => {
      let sum = 0;
      for (let y = 100; y < 300; y++)
        for (let x = 150; x < 450; x++) sum += Math.abs(data[y * 584 + x]! - at(x, y));
      return sum / (200 * 300);
    };
    expect(meanDifference(enlarged.probability.data)).toBeLessThan(
      meanDifference(unscaled.probability.data) / 2,
    );
  });

  test('stops when it is told to', async () => {
    await expect(segmentImage(session, settings, photograph, AbortSignal.abort())).rejects.toMatchObject({
      code: 'cancelled',
    });
  });
});
