import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeOnnx } from '../../../src/main/graph/onnx/write.ts';
import { conv2d, input, relu } from '../../../src/main/graph/operators.ts';
import { type Tensor, topologicalOrder } from '../../../src/main/graph/tensor.ts';
import { type ActivationCode, activationCode } from '../../../src/main/quantization/arithmetic.ts';
import { observeNetwork } from '../../../src/main/quantization/calibration.ts';
import { readExecutedGraph } from '../../../src/main/quantization/executed-graph.ts';
import {
  type IntegerOptions,
  type PreparedNetwork,
  prepareNetwork,
  writeIntegerNetwork,
} from '../../../src/main/quantization/integer-network.ts';
import { groupCodes, integerLayers, type Layer } from '../../../src/main/quantization/layers.ts';
import { quantizeNetwork } from '../../../src/main/quantization/quantize.ts';
import { hasExactByteProducts, instructionSets } from '../../../src/main/runtime/machine.ts';
import { createSession, type Values } from '../../../src/main/runtime/session.ts';
import { difference } from '../../parity/compare.ts';
import { evaluate } from '../../parity/reference.ts';
import { layerBuilder, mixedFeeds, mixedFile } from './networks.ts';
import { processors } from './processors.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'fundus-quantize-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

async function run(
  onnx: Uint8Array,
  feeds: Readonly<Record<string, Values>>,
  exactByteProducts = hasExactByteProducts(),
) {
  const optimizedModelFile = join(folder, 'optimized.onnx');
  const session = await createSession(onnx, { threads: 1, optimizedModelFile, exactByteProducts });
  const results = await session.run(feeds);
  await session.release();
  return { results, optimized: readFileSync(optimizedModelFile) };
}

/** Codes from 20 random pictures. */
async function calibrate(network: PreparedNetwork): Promise<IntegerOptions> {
  const observed = await observeNetwork(network, network.groups, network.required, { threads: 1 });
  for (let seed = 0; seed < 20; seed++) await observed.session.run(mixedFeeds(100 + seed, 64));
  await observed.session.release();
  return { codeOf: observed.codes('min-max'), reduceRange: false };
}

describe('one integer convolution', () => {
  const [channels, filters, side] = [4, 16, 6];
  const x = input('x', [1, channels, side, side]);
  const { weights, weight } = layerBuilder(1);
  const y = relu(conv2d(x, weight('w', [filters, channels, 3, 3], 0.3), { bias: weight('b', [filters], 1) }));
  const data = mixedFeeds(2, side).image.data;
  const values = Float32Array.from({ length: channels * side * side }, (_, i) => data[i % data.length]!);
  const codes = new Map<Tensor, ActivationCode>([
    [x, activationCode({ low: -2, high: 2.5 })],
    [y, activationCode({ low: 0, high: 3 })],
  ]);

  type Sum = (products: readonly number[]) => number;
  const exact: Sum = (products) => products.reduce((a, b) => a + b, 0);
  /** As `vpmaddubsw` adds them: each two neighbours in 16 bits, which saturate. */
  const inPairs: Sum = (products) => {
    let sum = 0;
    for (let i = 0; i < products.length; i += 2) {
      sum += Math.max(-(2 ** 15), Math.min(2 ** 15 - 1, products[i]! + products[i + 1]!));
    }
    return sum;
  };

  /**
   * The arithmetic of the quantiser by its definition: integers, with one scaling at the end.
   * @param sum of a byte of the picture and a filter's code each, the channels of a pixel one after the other
   */
  function byDefinition(largest: number, sum: Sum = exact): number[] {
    const [input, output] = [codes.get(x)!, codes.get(y)!];
    const byte = (value: number) => Math.max(0, Math.min(255, value));
    const halfEven = (value: number) => {
      const floor = Math.floor(value);
      if (value - floor !== 0.5) return Math.round(value);
      return floor % 2 === 0 ? floor : floor + 1;
    };
    const image = Array.from(values, (value) => byte(halfEven(value / input.scale) + input.zeroPoint));
    const [filter, bias] = [weights.get('w')!, weights.get('b')!];
    const result: number[] = [];
    for (let k = 0; k < filters; k++) {
      const own = Array.from(filter.subarray(k * channels * 9, (k + 1) * channels * 9));
      const scale = Math.fround(Math.max(...own.map(Math.abs)) / largest);
      const integers = own.map((value) => halfEven(value / scale));
      const shift = halfEven(bias[k]! / Math.fround(scale * input.scale)) - input.zeroPoint * exact(integers);
      for (let row = 0; row < side; row++) {
        for (let column = 0; column < side; column++) {
          const products = Array.from({ length: 9 * channels }, (_, i) => {
            const [tap, channel] = [Math.floor(i / channels), i % channels];
            const at = { y: row + Math.floor(tap / 3) - 1, x: column + (tap % 3) - 1 };
            const isInside = at.y >= 0 && at.y < side && at.x >= 0 && at.x < side;
            const pixel = isInside ? image[(channel * side + at.y) * side + at.x]! : input.zeroPoint;
            return integers[channel * 9 + tap]! * pixel;
          });
          const value = (sum(products) + shift) * scale * input.scale;
          result.push(byte(halfEven(value / output.scale) + output.zeroPoint));
        }
      }
    }
    return result;
  }

  async function computed(largest: number, exactByteProducts: boolean) {
    const outputs = { y };
    const layers = integerLayers(outputs, weights);
    const plan = {
      layers: new Set(layers.map(({ tensor }) => tensor)),
      groups: groupCodes(outputs),
      codeOf: (group: Tensor) => codes.get(group)!,
      largestFilterCode: largest,
    };
    const onnx = writeOnnx(quantizeNetwork(outputs, weights, plan), { weights });
    const feeds = { x: { data: values, dims: x.shape } };
    const { results, optimized } = await run(onnx, feeds, exactByteProducts);
    expect(readExecutedGraph(optimized, layers).floatLayers).toEqual([]);
    const { scale } = codes.get(y)!;
    return Array.from(results.y!.data, (value) => Math.round(value / scale));
  }

  describe.each(processors)('$processor', ({ exactByteProducts }) => {
    it.each([127, 64])('is computed by ONNX Runtime as defined, filters to %i', async (largest) => {
      expect(await computed(largest, exactByteProducts)).toEqual(byDefinition(largest));
    });
  });

  it('saturates where products are added in pairs of 16 bits, with filters of 8 bits but not of 7', () => {
    expect(byDefinition(127, inPairs)).not.toEqual(byDefinition(127));
    expect(byDefinition(64, inPairs)).toEqual(byDefinition(64));
  });

  const isSaturating = instructionSets().includes('avx2') && !hasExactByteProducts();
  it.runIf(isSaturating)('saturates just so where a processor is taken for one with VNNI', async () => {
    expect(await computed(127, true)).toEqual(byDefinition(127, inPairs));
  });
});

describe('a network with all that may lie between two integer convolutions', () => {
  const network = prepareNetwork(mixedFile(3), 64);
  let codes: IntegerOptions;
  beforeAll(async () => {
    codes = await calibrate(network);
  });

  it.each(processors)('runs in integers from its first layer to its last $processor', async (processor) => {
    const onnx = writeIntegerNetwork(network, network.layers, codes);
    const { optimized } = await run(onnx, mixedFeeds(1, 64), processor.exactByteProducts);
    const { floatLayers, floatMultiplyAdds, operators } = readExecutedGraph(optimized, network.layers);
    expect([floatLayers, floatMultiplyAdds]).toEqual([[], 0]);
    const inFloat = operators.filter(({ precision }) => precision === 'fp32').map(({ operator }) => operator);
    // The code is of one pixel, and stays float32.
    expect(inFloat.sort()).toEqual(['Conv', 'DequantizeLinear', 'ReorderOutput', 'Sigmoid']);
  });

  it('gives what the definition of its operators gives, but for a rounding here and there', async () => {
    const feeds = mixedFeeds(1, 64);
    const quantized = quantizeNetwork(network.outputs, network.weights, {
      layers: new Set(network.layers.map(({ tensor }) => tensor)),
      groups: network.groups,
      codeOf: codes.codeOf,
      largestFilterCode: 127,
    });
    const [expected] = evaluate([quantized.y!], {
      ...Object.fromEntries(network.weights),
      image: feeds.image.data,
      code: feeds.code.data,
    });
    const onnx = writeIntegerNetwork(network, network.layers, codes);
    for (const { processor, exactByteProducts } of processors) {
      const { results } = await run(onnx, feeds, exactByteProducts);
      const differences = Array.from(results.y!.data, (value, i) => Math.abs(value - expected![i]!));
      expect(differences.reduce((a, b) => a + b) / differences.length, processor).toBeLessThan(1e-4);
    }
  });

  it('is close to the float32 network, and closer with fewer layers in integers', async () => {
    const feeds = mixedFeeds(5, 64);
    const { results } = await run(mixedFile(3), feeds);
    const errorWith = async (layers: readonly Layer[]) => {
      const integer = await run(writeIntegerNetwork(network, layers, codes), feeds);
      const own = integer.results.y!.data;
      return own.reduce((sum, value, i) => sum + Math.abs(value - results.y!.data[i]!), 0) / own.length;
    };
    const all = await errorWith(network.layers);
    expect(all).toBeLessThan(0.02);
    for (const layer of network.layers) expect(await errorWith([layer])).toBeLessThan(all);
    expect(await errorWith([])).toBeLessThan(1e-6);
  });

  it.each(['top', 'shifted', 'subpixel', 'joined'])('runs with the layer %s in float32', async (name) => {
    const layers = network.layers.filter((layer) => layer.name !== name);
    expect(layers).toHaveLength(network.layers.length - 1);
    const { optimized, results } = await run(writeIntegerNetwork(network, layers, codes), mixedFeeds(1, 64));
    const float = await run(mixedFile(3), mixedFeeds(1, 64));
    expect(readExecutedGraph(optimized, network.layers).floatLayers).toEqual([name]);
    expect(difference(results.y!.data, float.results.y!.data)).toBeLessThan(0.2);
  });

  it('takes pictures of any size, and several at once', async () => {
    const onnx = writeIntegerNetwork(network, network.layers, codes);
    const [one, other] = [mixedFeeds(6, 48), mixedFeeds(7, 48)];
    const join = (a: Values, b: Values) => ({
      data: Float32Array.from([...a.data, ...b.data]),
      dims: [2, ...a.dims.slice(1)],
    });
    const both = await run(onnx, { image: join(one.image, other.image), code: join(one.code, other.code) });
    const single = await run(onnx, other);
    const half = both.results.y!.data.length / 2;
    expect(both.results.y!.data.subarray(half)).toEqual(single.results.y!.data);
  });

  it('is smaller than the float32 file', () => {
    const onnx = writeIntegerNetwork(network, network.layers, codes);
    expect(onnx.length).toBeLessThan(0.5 * mixedFile(3).length);
  });
});

describe('integer layers', () => {
  it('are the convolutions over pictures, with their share of the work', () => {
    const { layers } = prepareNetwork(mixedFile(3), 64);
    expect(layers.map(({ name }) => name)).toEqual([
      'top',
      'down',
      'residual',
      'shifted',
      'subpixel',
      'joined',
      'last',
    ]);
    const top = layers.find(({ name }) => name === 'top')!;
    expect(top.multiplyAdds).toBe(64 * 64 * 16 * 4 * 9);
  });

  it('of a network without any are refused', () => {
    const x = input('x', [1, 3, 8, 8]);
    expect(() => prepareNetwork(writeOnnx({ y: relu(x) }))).toThrow('no convolution');
    expect(topologicalOrder([x])).toEqual([x]);
  });
});
