import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeOnnx } from '../../../../src/main/graph/onnx/write.ts';
import { input } from '../../../../src/main/graph/operators.ts';
import { fitToCanvas, placeMask, placeRaster } from '../../../../src/main/imaging/canvas.ts';
import { decodeImage, decodeMask } from '../../../../src/main/imaging/decode.ts';
import { fovCircle } from '../../../../src/main/imaging/fov.ts';
import type { Mask, Raster } from '../../../../src/main/imaging/raster.ts';
import { scaleFactor } from '../../../../src/main/imaging/scale.ts';
import { segmentImage } from '../../../../src/main/inference/segment-image.ts';
import { createSession } from '../../../../src/main/runtime/session.ts';
import {
  FrozenSegmenter,
  normalizedInside,
  segmenterWeights,
  vesselProbability,
} from '../../../../src/main/training/synthesizer/frozen-segmenter.ts';

const resources = join(import.meta.dirname, '../../../../resources');
const canvas = { width: 320, height: 224 };
const fieldAngle = 60;
const { signal } = new AbortController();

async function photograph(): Promise<{ raster: Raster; fov: Mask }> {
  const fov = await decodeMask(join(resources, 'sample/mask/06_h_mask.tif'));
  const placement = fitToCanvas(fov, canvas);
  const raster = await decodeImage(join(resources, 'sample/images/06_h.jpg'));
  return { raster: await placeRaster(raster, placement), fov: placeMask(fov, placement) };
}

/** What the graph computes for a picture in -1..1. */
async function inGraph(
  network: FrozenSegmenter,
  { raster, fov }: Awaited<ReturnType<typeof photograph>>,
  factor: number,
) {
  const { width, height } = canvas;
  const plane = width * height;
  const image = input('image', [1, 3, height, width]);
  const seen = input('fov', [1, 1, height, width]);
  const probability = vesselProbability(network, normalizedInside(image, seen), seen, factor);
  const session = await createSession(writeOnnx({ probability }), { threads: 1, optimization: 'extended' });
  const planes = Float32Array.from(
    { length: 3 * plane },
    (_, i) => raster.data[3 * (i % plane) + Math.floor(i / plane)]! / 127.5 - 1,
  );
  const results = await session.run({
    image: { data: planes, dims: image.shape },
    fov: { data: Float32Array.from(fov.data), dims: seen.shape },
    [segmenterWeights]: { data: network.weights, dims: [network.weights.length] },
  });
  await session.release();
  return results.probability!.data;
}

/** The Dice coefficient of what lies above one half. */
function dice(a: Float32Array, b: Float32Array): number {
  const count = (isIn: (i: number) => boolean) => a.reduce((sum, _, i) => sum + Number(isIn(i)), 0);
  const both = count((i) => a[i]! > 0.5 && b[i]! > 0.5);
  return (2 * both) / (count((i) => a[i]! > 0.5) + count((i) => b[i]! > 0.5));
}

async function compare(fovDiameter: number) {
  const onnx = await readFile(join(resources, 'models/unet-hrf.onnx'));
  const picture = await photograph();
  const settings = { threshold: 0.5, fovDiameter, fieldAngle };
  const factor = scaleFactor({ fovDiameter: fovCircle(picture.fov).diameter, fieldAngle }, settings);
  const session = await createSession(onnx, { threads: 1 });
  const { probability } = await segmentImage(session, settings, { ...picture, fieldAngle }, signal);
  await session.release();
  const ours = await inGraph(new FrozenSegmenter(onnx), picture, factor);
  const differences = ours.map((value, i) => Math.abs(value - probability.data[i]!));
  return {
    factor,
    vessels: ours.reduce((count, value) => count + Number(value > 0.5), 0),
    greatest: differences.reduce((a, b) => Math.max(a, b)),
    dice: dice(ours, probability.data),
  };
}

test('finds what the segmenter finds outside of a training, at the scale of the picture', async () => {
  const { factor, vessels, greatest } = await compare(fovCircle((await photograph()).fov).diameter);
  expect(factor).toBe(1);
  expect(vessels).toBeGreaterThan(500);
  // Levels of 8 bits against their values in float32, through sixteen layers.
  expect(greatest).toBeLessThan(1e-3);
});

test('finds nearly the same in enlarged pictures', async () => {
  const { factor, vessels, dice } = await compare(700);
  expect(factor).toBeGreaterThan(2);
  expect(vessels).toBeGreaterThan(2000);
  expect(dice).toBeGreaterThan(0.97);
});

test('refuses an int8 segmenter', async () => {
  const onnx = await readFile(join(resources, 'models/unet-hrf-int8.onnx'));
  expect(() => new FrozenSegmenter(onnx)).toThrow(expect.objectContaining({ code: 'bad-model' }));
});

test('refuses a network that is no segmenter', async () => {
  const onnx = await readFile(join(resources, 'models/gan-hrf.onnx'));
  expect(() => new FrozenSegmenter(onnx)).toThrow(expect.objectContaining({ code: 'bad-model' }));
});
