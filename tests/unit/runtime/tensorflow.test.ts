import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { input } from '../../../src/main/graph/operators.ts';
import { writeSegmenter } from '../../../src/main/networks/files.ts';
import { unet } from '../../../src/main/networks/unet.ts';
import { backendStatus, environmentOf, openNetwork } from '../../../src/main/runtime/backends.ts';
import { findNativeLibrary } from '../../../src/main/runtime/tensorflow/library.ts';
import { collectParameters, initialValues, namedValues } from '../../../src/main/training/parameters.ts';
import { createRandom } from '../../../src/shared/random.ts';

const shipped = resolve(import.meta.dirname, '../../../resources/models');
const network = { width: 2, levels: 2 };
const random = createRandom(11);
const noise = (dims: readonly number[]) => ({
  data: Float32Array.from({ length: dims.reduce((a, b) => a * b) }, () => random.normal()),
  dims,
});

function smallSegmenter(): Uint8Array {
  const image = input('image', [1, 3, 16, 16]);
  const { weights, statistics } = collectParameters('segmenter', (scope) => unet(scope, image, network));
  const named = [weights, statistics].flatMap((placement) => [
    ...namedValues(placement, initialValues(placement, createRandom(3))),
  ]);
  return writeSegmenter(network, new Map(named));
}

const greatest = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)));

describe('a network on TensorFlow.js', () => {
  it('computes what ONNX Runtime does, at every size', async () => {
    const onnx = smallSegmenter();
    const [ours, theirs] = await Promise.all([
      openNetwork('onnxruntime', onnx, { threads: 1 }),
      openNetwork('tensorflow-js', onnx),
    ]);
    expect(theirs.inputNames).toEqual(ours.inputNames);
    for (const dims of [
      [1, 3, 16, 24],
      [2, 3, 8, 8],
    ]) {
      const image = noise(dims);
      const [expected, computed] = [await ours.run({ image }), await theirs.run({ image })];
      expect(computed.probability!.dims).toEqual(expected.probability!.dims);
      expect(greatest(computed.probability!.data, expected.probability!.data)).toBeLessThan(1e-6);
    }
    await Promise.all([ours.release(), theirs.release()]);
  });

  it('frees all that a run takes, and with the network all that it held', async () => {
    const session = await openNetwork('tensorflow-js', smallSegmenter());
    const before = tf.memory().numTensors;
    const image = noise([1, 3, 16, 16]);
    await session.run({ image });
    const held = tf.memory();
    for (let i = 0; i < 3; i++) await session.run({ image });
    expect(tf.memory()).toMatchObject({ numTensors: held.numTensors, numBytes: held.numBytes });
    expect(held.numTensors).toBeGreaterThan(before);
    await session.release();
    expect(tf.memory().numTensors).toBe(before);
  });

  it('frees what a run that fails had taken', async () => {
    const session = await openNetwork('tensorflow-js', smallSegmenter());
    await session.run({ image: noise([1, 3, 16, 16]) });
    const held = tf.memory().numTensors;
    await expect(session.run({})).rejects.toThrow(/image/);
    expect(tf.memory().numTensors).toBeLessThanOrEqual(held);
    await session.release();
  });

  it('refuses an int8 network, and a file that is none', async () => {
    const file = join(shipped, 'unet-hrf-int8.onnx');
    await expect(openNetwork('tensorflow-js', file)).rejects.toMatchObject({
      code: 'bad-model',
      file,
      message: expect.stringContaining('int8'),
      hint: expect.stringContaining('float32'),
    });
    await expect(openNetwork('tensorflow-js', Uint8Array.of(1, 2, 3))).rejects.toMatchObject({
      code: 'bad-model',
    });
    await expect(openNetwork('tensorflow-js', join(shipped, 'none.onnx'))).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('the library', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tensorflow-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('is looked for in a folder of its own first', async () => {
    const inFolder = { FUNDUS_TENSORFLOW: folder };
    expect(findNativeLibrary(inFolder)).toMatchObject({ remedy: 'npm run tensorflow' });
    const installed = join(folder, 'node_modules/@tensorflow/tfjs-node');
    await mkdir(join(installed, 'lib/napi-v8'), { recursive: true });
    await writeFile(join(installed, 'package.json'), '{}');
    expect(findNativeLibrary(inFolder)).not.toMatchObject({ folder: installed });
    await writeFile(join(installed, 'lib/napi-v8/tfjs_binding.node'), '');
    expect(findNativeLibrary(inFolder)).toMatchObject({ folder: installed });
  });

  it('is told how to compute by variables', () => {
    expect(environmentOf('onnxruntime', 2)).toEqual({});
    expect(environmentOf('tensorflow-onednn', 2)).toMatchObject({
      TF_ENABLE_ONEDNN_OPTS: '1',
      TF_NUM_INTRAOP_THREADS: '2',
    });
    expect(environmentOf('tensorflow', 1)).toMatchObject({
      TF_ENABLE_ONEDNN_OPTS: '0',
      TF_NUM_INTRAOP_THREADS: '1',
    });
  });

  it('is tried out: a broken one is not available, with the reason', async () => {
    process.env.FUNDUS_TENSORFLOW = folder;
    const status = await backendStatus();
    delete process.env.FUNDUS_TENSORFLOW;
    expect(status.map(({ backend, isAvailable }) => [backend, isAvailable])).toEqual([
      ['onnxruntime', true],
      ['tensorflow-onednn', false],
      ['tensorflow', false],
      ['tensorflow-js', true],
    ]);
    expect(status[1]).toMatchObject({
      version: null,
      problem: expect.stringContaining('cannot be loaded'),
      remedy: 'npm run tensorflow',
    });
  });
});
