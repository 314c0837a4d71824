import { beforeAll, describe, expect, it } from 'vitest';
import { randomWeights } from '../../../src/main/benchmark/kit-networks.ts';
import { writeOnnx } from '../../../src/main/graph/onnx/write.ts';
import { input } from '../../../src/main/graph/operators.ts';
import { foldBatchNorm } from '../../../src/main/graph/passes/fold.ts';
import type { Outputs } from '../../../src/main/graph/passes/rewrite.ts';
import { toSubPixel } from '../../../src/main/graph/passes/sub-pixel.ts';
import { elementCount, type Tensor } from '../../../src/main/graph/tensor.ts';
import { inferenceScope, type Scope } from '../../../src/main/networks/layers.ts';
import { kitSegmenter, kitSynthesizer } from '../../../src/main/networks/reference-kit.ts';
import { observeNetwork } from '../../../src/main/quantization/calibration.ts';
import {
  type IntegerOptions,
  type PreparedNetwork,
  prepareNetwork,
  writeIntegerNetwork,
} from '../../../src/main/quantization/integer-network.ts';
import { quantizeNetwork } from '../../../src/main/quantization/quantize.ts';
import { createSession, type SessionOptions, type Values } from '../../../src/main/runtime/session.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { evaluate } from '../../parity/reference.ts';
import { processors } from './processors.ts';

/** Both networks as a whole, narrow and on small pictures: by their definition in float64, and as they are run. */
const kits: readonly {
  readonly name: string;
  readonly side: number;
  readonly build: (scope: Scope, x: Tensor) => Outputs;
}[] = [
  {
    name: 'segmenter',
    side: 16,
    build: (scope, x) => ({ ...kitSegmenter(scope, x, 4) }),
  },
  {
    name: 'synthesizer',
    side: 256,
    build: (scope, x) => ({ image: kitSynthesizer(scope, x, 2) }),
  },
];

const random = createRandom(11);
function pictures(count: number, side: number): Values {
  const dims = [count, 3, side, side];
  // Smooth, as photographs are: waves of a few lengths.
  const waves = Array.from({ length: 6 * count }, () => [
    random.between(0, 0.4),
    random.between(0, 0.4),
    random.between(0, 6),
  ]);
  const data = Float32Array.from({ length: elementCount(dims) }, (_, index) => {
    const [x, y] = [index % side, Math.floor(index / side) % side];
    const plane = Math.floor(index / side ** 2);
    const pair = [waves[2 * plane]!, waves[2 * plane + 1]!];
    return pair.reduce((sum, [a, b, c]) => sum + 0.5 * Math.sin(a! * x + b! * y + c!), 0);
  });
  return { data, dims };
}

async function run(
  onnx: Uint8Array,
  x: Values,
  options: SessionOptions = {},
): Promise<Record<string, Values>> {
  const session = await createSession(onnx, { threads: 2, ...options });
  const results = await session.run({ x });
  await session.release();
  return results;
}

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) => {
  let most = 0;
  for (let i = 0; i < a.length; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most;
};
const meanDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Array.from(a, (value, i) => Math.abs(value - b[i]!)).reduce((x, y) => x + y) / a.length;

function byDefinition(outputs: Outputs, weights: ReadonlyMap<string, Float32Array>, x: Values) {
  const values = evaluate(Object.values(outputs), { ...Object.fromEntries(weights), x: x.data });
  return Object.keys(outputs).map((name, index) => [name, values[index]!] as const);
}

describe.each(kits)('the $name of the reference kit', ({ side, build }) => {
  const x = input('x', [1, 3, side, side]);
  const original = build(inferenceScope, x);
  const picture = pictures(1, side);
  let weights: Map<string, Float32Array>;
  let prepared: PreparedNetwork;
  beforeAll(async () => {
    const batch = { x: pictures(4, side) };
    weights = await randomWeights((scope) => build(scope, input('x', batch.x.dims)), batch, 3, {
      threads: 2,
    });
    prepared = prepareNetwork(writeOnnx(original, { weights }));
  });

  it('stays the same to 1e-4 with batch normalisation folded, transposed convolutions rewritten, channels padded', async () => {
    const folded = foldBatchNorm(original, weights);
    const rewritten = toSubPixel(folded.outputs, folded.weights);
    const expected = byDefinition(original, weights, picture);
    for (const network of [{ outputs: original, weights }, folded, rewritten, prepared]) {
      const found = await run(writeOnnx(network.outputs, network), picture);
      for (const [name, values] of expected) {
        expect(largestDifference(found[name]!.data, values), name).toBeLessThan(1e-4);
      }
    }
  });

  it('is computed in integers as they are defined, but for a rounding here and there', async () => {
    const observed = await observeNetwork(prepared, prepared.groups, prepared.required, { threads: 2 });
    await observed.session.run({ x: picture });
    await observed.session.release();
    const codes: IntegerOptions = { codeOf: observed.codes('min-max'), reduceRange: false };
    const quantized = quantizeNetwork(prepared.outputs, prepared.weights, {
      layers: new Set(prepared.layers.map(({ tensor }) => tensor)),
      groups: prepared.groups,
      codeOf: codes.codeOf,
      largestFilterCode: 127,
    });
    const onnx = writeIntegerNetwork(prepared, prepared.layers, codes);
    const expected = byDefinition(quantized, prepared.weights, picture);
    for (const { processor, exactByteProducts } of processors) {
      const found = await run(onnx, picture, { exactByteProducts });
      for (const [name, values] of expected) {
        expect(meanDifference(found[name]!.data, values), `${name} ${processor}`).toBeLessThan(1e-4);
      }
    }
  });
});
