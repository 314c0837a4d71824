import { describe, expect, it } from 'vitest';
import { readOnnx } from '../../../../src/main/graph/onnx/read.ts';
import { writeOnnx } from '../../../../src/main/graph/onnx/write.ts';
import {
  add,
  concat,
  conv2d,
  depthToSpace,
  input,
  leakyRelu,
  maxPool,
  parameter,
  relu,
  tanh,
  upsampleNearest,
} from '../../../../src/main/graph/operators.ts';
import { foldBatchNorm } from '../../../../src/main/graph/passes/fold.ts';
import { padChannels } from '../../../../src/main/graph/passes/pad-channels.ts';
import type { Outputs } from '../../../../src/main/graph/passes/rewrite.ts';
import {
  elementCount,
  type Shape,
  type Tensor,
  topologicalOrder,
} from '../../../../src/main/graph/tensor.ts';
import { createSession } from '../../../../src/main/runtime/session.ts';
import { createRandom } from '../../../../src/shared/random.ts';
import { difference, randomFeeds } from '../../../parity/compare.ts';
import { randomSynthesizer } from '../../inference/random-synthesizer.ts';

function parameters() {
  const random = createRandom(1);
  const weights = new Map<string, Float32Array>();
  const weight = (name: string, shape: Shape): Tensor => {
    weights.set(
      name,
      Float32Array.from({ length: elementCount(shape) }, () => random.between(-0.5, 0.5)),
    );
    return parameter(name, shape);
  };
  const conv = (name: string, x: Tensor, channels: number, kernel = 3) =>
    conv2d(x, weight(name, [channels, x.shape[1]!, kernel, kernel]), {
      bias: weight(`${name}.bias`, [channels]),
    });
  return { weights, weight, conv };
}

const x = input('x', [2, 3, 8, 6]);

async function results(outputs: Outputs, weights: ReadonlyMap<string, Float32Array>) {
  const inputs = topologicalOrder(Object.values(outputs)).filter(({ operator }) => operator === 'input');
  const feeds = randomFeeds(inputs, [-1, 1]);
  const session = await createSession(writeOnnx(outputs, { weights }), { threads: 1 });
  const values = await session.run(feeds);
  await session.release();
  return values;
}

const filterShapes = (outputs: Outputs) =>
  topologicalOrder(Object.values(outputs)).flatMap((tensor) =>
    tensor.operator === 'conv2d' ? [tensor.inputs[1]!.shape.join()] : [],
  );

describe('padChannels keeps the values', () => {
  const { weights, weight, conv } = parameters();
  const a = relu(conv('a', x, 5));
  const b = leakyRelu(conv('b', maxPool(a, 2), 7), 0.2);
  const code = conv2d(input('code', [2, 4, 1, 1]), weight('code.weight', [7, 4, 1, 1]), {});
  it.each<[string, Outputs]>([
    ['of layers in a row', { y: conv('c', leakyRelu(conv('c0', a, 6), 0.1), 2) }],
    ['of a concatenation', { y: conv('d', concat([upsampleNearest(b, 2), a], 1), 9) }],
    ['of one number added to each channel', { y: conv('e', leakyRelu(add(b, code), 0.2), 4) }],
    ['of a sum of layers', { y: conv('f', add(b, conv('f0', b, 7)), 3) }],
    ['of a sum of different orders', { y: conv('g', add(concat([b, b], 1), conv('g0', b, 14)), 3) }],
    ['before an operator that mixes channels', { y: depthToSpace(conv('h', a, 12), 2) }],
    ['at two outputs', { y: tanh(conv('i', a, 3)), z: b }],
  ])('%s', async (_, outputs) => {
    const padded = padChannels(outputs, weights, { multiple: 4, leastOutputs: 8 });
    expect(filterShapes(padded.outputs).filter((shape) => !shape.endsWith('1,1'))).toSatisfy(
      (shapes: string[]) =>
        shapes.every((shape) => {
          const [outputs, inputs] = shape.split(',').map(Number) as [number, number];
          return outputs >= 8 && outputs % 4 === 0 && inputs % 4 === 0;
        }),
    );
    for (const [name, tensor] of Object.entries(outputs))
      expect(padded.outputs[name]!.shape).toEqual(tensor.shape);
    const [before, after] = [await results(outputs, weights), await results(padded.outputs, padded.weights)];
    for (const name of Object.keys(outputs)) {
      expect(difference(after[name]!.data, before[name]!.data)).toBeLessThan(1e-6);
    }
  });

  it('of a whole generator', async () => {
    const network = readOnnx(randomSynthesizer(3), { dimensions: { N: 2, H: 32, W: 48 } });
    const folded = foldBatchNorm(network.outputs, network.weights);
    const padded = padChannels(folded.outputs, folded.weights, { multiple: 4, leastOutputs: 16 });
    const [before, after] = [
      await results(folded.outputs, folded.weights),
      await results(padded.outputs, padded.weights),
    ];
    expect(difference(after.image!.data, before.image!.data)).toBeLessThan(1e-5);
  });
});

it('leaves a filter alone that two layers share, and one that is not known', () => {
  const { weights, weight } = parameters();
  const shared = weight('shared', [5, 3, 3, 3]);
  const outputs = {
    y: relu(conv2d(x, shared)),
    z: conv2d(relu(x), shared),
    u: conv2d(x, parameter('unknown', [5, 3, 3, 3])),
  };
  const padded = padChannels(outputs, weights, { multiple: 4, leastOutputs: 16 });
  expect(filterShapes(padded.outputs)).toEqual(filterShapes(outputs));
  expect(padded.weights.get('shared')).toBe(weights.get('shared'));
});

it('does not change the network it is given', () => {
  const { weights, conv } = parameters();
  const outputs = { y: conv('a', x, 5) };
  const filter = Float32Array.from(weights.get('a')!);
  padChannels(outputs, weights, { multiple: 4, leastOutputs: 16 });
  expect(weights.get('a')).toEqual(filter);
});
