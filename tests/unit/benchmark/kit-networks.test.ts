import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type KitNetwork, kitNetwork, randomWeights } from '../../../src/main/benchmark/kit-networks.ts';
import { sampleFolder } from '../../../src/main/dataset/import/import.ts';
import { readOnnx } from '../../../src/main/graph/onnx/read.ts';
import { writeOnnx } from '../../../src/main/graph/onnx/write.ts';
import { input, relu } from '../../../src/main/graph/operators.ts';
import {
  batchNormalization,
  convolution,
  inferenceScope,
  type Scope,
} from '../../../src/main/networks/layers.ts';
import { readExecutedGraph } from '../../../src/main/quantization/executed-graph.ts';
import { prepareNetwork } from '../../../src/main/quantization/integer-network.ts';
import { createSession, type Values } from '../../../src/main/runtime/session.ts';
import { createRandom } from '../../../src/shared/random.ts';

const signal = new AbortController().signal;
const options = { pictures: sampleFolder, signal, session: { threads: 2 } };
/** Narrow, so that a test takes seconds. */
const narrow = { 'kit-segmenter': 4, 'kit-synthesizer': 8 } as const;
const names = ['kit-segmenter', 'kit-synthesizer'] as const;

const networks = new Map<string, KitNetwork>();
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fundus-kit-'));
  for (const name of names) networks.set(name, await kitNetwork(name, { ...options, width: narrow[name] }));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(onnx: Uint8Array, feeds: Record<string, Values>): Promise<Record<string, Values>> {
  const session = await createSession(onnx, { threads: 2 });
  const results = await session.run(feeds);
  await session.release();
  return results;
}

/** The pictures have too many values to be arguments of Math.max. */
const largestDifference = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
const meanDifference = (a: Float32Array, b: Float32Array) =>
  a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;

function spread(values: Float32Array): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

describe.each(names)('%s', (name) => {
  const network = () => networks.get(name)!;

  it('takes batches of any size, and computes each picture of one as it does alone', async () => {
    const { fp32, int8, feeds, input } = network();
    for (const onnx of [fp32, int8]) {
      const batch = await run(onnx, feeds(3));
      const { data } = feeds(3)[input.name]!;
      const last = { data: data.slice((2 / 3) * data.length), dims: [1, ...input.shape] };
      for (const [output, { data: values, dims }] of Object.entries(
        await run(onnx, { [input.name]: last }),
      )) {
        const whole = batch[output]!;
        expect(whole.dims).toEqual(dims.with(0, 3));
        expect(largestDifference(values, whole.data.slice((2 / 3) * whole.data.length))).toBeLessThan(1e-5);
      }
    }
  });

  it('has values of the size that training gives, on pictures of which not all are in its statistics', async () => {
    const { fp32, feeds } = network();
    // More than the statistics are from.
    const batch = name === 'kit-segmenter' ? 40 : 6;
    for (const { data } of Object.values(await run(fp32, feeds(batch)))) {
      expect(spread(data)).toBeGreaterThan(0.05);
      expect(spread(data)).toBeLessThan(2);
    }
  });

  it('is in int8 what it is in float32, but for rounding', async () => {
    const { fp32, int8, feeds } = network();
    const [expected, found] = [await run(fp32, feeds(2)), await run(int8, feeds(2))];
    for (const [output, { data }] of Object.entries(expected)) {
      expect(meanDifference(found[output]!.data, data)).toBeLessThan(0.4 * spread(data));
    }
  });

  it('runs in integers but for what it says', async () => {
    const { fp32, int8 } = network();
    const optimizedModelFile = join(folder, `${name}.onnx`);
    await (await createSession(int8, { threads: 2, optimizedModelFile })).release();
    const { layers } = prepareNetwork(fp32);
    const executed = readExecutedGraph(readFileSync(optimizedModelFile), layers);
    expect(executed.floatLayers).toEqual([]);
    const inFloat = executed.operators.filter(({ precision }) => precision === 'fp32');
    // The red filter of the segmenter's blend is shared, and stays float32.
    const convolutions = inFloat.filter(({ operator }) => operator === 'Conv').map(({ count }) => count);
    expect(convolutions).toEqual(name === 'kit-segmenter' ? [2] : []);
  });
});

it('the synthesizer is, with its transposed convolutions rewritten, the same to 1e-5', async () => {
  const { fp32, subPixel, feeds } = networks.get('kit-synthesizer')!;
  const rewritten = subPixel();
  const operators = (onnx: Uint8Array) => JSON.stringify(readOnnx(onnx, { dimensions: { N: 1 } }).outputs);
  expect(operators(fp32)).toContain('conv2dInputGradient');
  expect(operators(rewritten)).not.toContain('conv2dInputGradient');
  const [expected, found] = [await run(fp32, feeds(2)), await run(rewritten, feeds(2))];
  expect(largestDifference(found.image!.data, expected.image!.data)).toBeLessThan(1e-5);
});

it('stops when it is told to', async () => {
  const making = kitNetwork('kit-segmenter', { ...options, signal: AbortSignal.abort() });
  await expect(making).rejects.toMatchObject({ code: 'cancelled' });
});

it('names a folder without pictures', async () => {
  const empty = join(folder, 'empty');
  mkdirSync(join(empty, 'images'), { recursive: true });
  const making = kitNetwork('kit-segmenter', { ...options, pictures: empty });
  await expect(making).rejects.toMatchObject({ code: 'no-data', file: join(empty, 'images') });
});

const dims = [4, 3, 16, 16];
const random = createRandom(1);
const batch = {
  x: { dims, data: Float32Array.from({ length: 4 * 3 * 256 }, () => 5 + 3 * random.normal()) },
};

/** Two layers; the values of the second before its normalisation are what the first makes of the batch. */
function build(scope: Scope) {
  let x = input('x', dims);
  for (const name of ['a', 'b']) {
    x = relu(batchNormalization(scope, `${name}.norm`, convolution(scope, name, x, { channels: 5 })));
  }
  return x;
}

const weightsOf = (seed: number) => randomWeights(build, batch, seed, { threads: 1 });

describe('random weights', () => {
  it('are the same for the same seed, and others for another', async () => {
    const [a, b, c] = [await weightsOf(1), await weightsOf(1), await weightsOf(2)];
    expect(a).toEqual(b);
    expect(a.get('a.weight')).not.toEqual(c.get('a.weight'));
  });

  it('normalise what the batch gives', async () => {
    const weights = await weightsOf(3);
    const session = await createSession(writeOnnx({ y: build(inferenceScope) }, { weights }), { threads: 1 });
    const { y } = await session.run(batch);
    await session.release();
    const perImage = 5 * 256;
    for (let channel = 0; channel < 5; channel++) {
      const own = y!.data.filter((_, i) => Math.floor((i % perImage) / 256) === channel);
      // Of a standard normal variable the positive part has the mean 0.4.
      expect(own.reduce((sum, value) => sum + value, 0) / own.length).toBeCloseTo(0.4, 1);
    }
  });
});
