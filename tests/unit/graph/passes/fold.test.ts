import { describe, expect, it } from 'vitest';
import { readOnnx } from '../../../../src/main/graph/onnx/read.ts';
import { type OnnxOptions, writeOnnx } from '../../../../src/main/graph/onnx/write.ts';
import {
  add,
  batchNorm,
  constant,
  conv2d,
  conv2dInputGradient,
  input,
  padAll,
  parameter,
  relu,
} from '../../../../src/main/graph/operators.ts';
import { foldBatchNorm } from '../../../../src/main/graph/passes/fold.ts';
import {
  elementCount,
  type Shape,
  type Tensor,
  topologicalOrder,
} from '../../../../src/main/graph/tensor.ts';
import type { Scope } from '../../../../src/main/networks/layers.ts';
import { unet } from '../../../../src/main/networks/unet.ts';
import { createSession } from '../../../../src/main/runtime/session.ts';
import { createRandom } from '../../../../src/shared/random.ts';
import { difference } from '../../../parity/compare.ts';

/** Parameters with random values: gamma, mean and the like around 0, the variance from 0.01 to 4. */
function parameters(seed: number) {
  const random = createRandom(seed);
  const weights = new Map<string, Float32Array>();
  const weight = (name: string, shape: Shape, low = -1, high = 1): Tensor => {
    weights.set(
      name,
      Float32Array.from({ length: elementCount(shape) }, () => random.between(low, high)),
    );
    return parameter(name, shape);
  };
  const norm = (x: Tensor, name: string) => {
    const channels = [x.shape[1]!];
    return batchNorm(
      x,
      weight(`${name}.gamma`, channels),
      weight(`${name}.beta`, channels),
      weight(`${name}.mean`, channels),
      weight(`${name}.variance`, channels, 0.01, 4),
      1e-5,
    );
  };
  return { weights, weight, norm };
}

const image = input('image', [2, 3, 9, 8]);

async function run(
  outputs: Record<string, Tensor>,
  weights: ReadonlyMap<string, Float32Array>,
  size: Shape = image.shape,
  freeDimensions: NonNullable<OnnxOptions['freeDimensions']> = {},
) {
  const session = await createSession(writeOnnx(outputs, { weights, freeDimensions }), { threads: 1 });
  const random = createRandom(5);
  const data = Float32Array.from({ length: elementCount(size) }, () => random.normal());
  const results = await session.run({ image: { data, dims: size } });
  await session.release();
  return results;
}

const operators = (outputs: Record<string, Tensor>) =>
  topologicalOrder(Object.values(outputs)).map(({ operator }) => operator);

describe('foldBatchNorm', () => {
  it.each([1, 2, 3, 4, 5])(
    'leaves a network of three layers within 1e-5 of what it was (seed %i)',
    async (seed) => {
      const { weights, weight, norm } = parameters(seed);
      const first = relu(norm(conv2d(image, weight('a', [4, 3, 3, 3])), 'a.norm'));
      const second = norm(
        conv2d(first, weight('b', [6, 4, 1, 1]), { bias: weight('b.bias', [6]) }),
        'b.norm',
      );
      const third = norm(conv2d(second, weight('c', [6, 3, 3, 3]), { groups: 2, stride: 2 }), 'c.norm');
      const outputs = { y: third };
      const folded = foldBatchNorm(outputs, weights);
      expect(operators(folded.outputs)).not.toContain('batchNorm');
      expect([...folded.weights.keys()].sort()).toEqual([
        'a',
        'a.norm.beta',
        'b',
        'b.bias',
        'c',
        'c.norm.beta',
      ]);
      const [before, after] = [await run(outputs, weights), await run(folded.outputs, folded.weights)];
      expect(difference(after.y!.data, before.y!.data)).toBeLessThan(1e-5);
    },
  );

  it.each([true, false])(
    'folds into a transposed convolution, with a bias of its own or without',
    async (isBiased) => {
      const { weights, weight, norm } = parameters(6);
      const transposed = conv2dInputGradient(
        image,
        weight('a', [3, 5, 4, 4]),
        { stride: 2, padding: padAll(1), height: 18, width: 16 },
        isBiased ? weight('a.bias', [5]) : undefined,
      );
      const outputs = { y: norm(transposed, 'norm') };
      const folded = foldBatchNorm(outputs, weights);
      expect(operators(folded.outputs)).not.toContain('batchNorm');
      expect([...folded.weights.keys()].sort()).toEqual(['a', isBiased ? 'a.bias' : 'norm.beta']);
      const [before, after] = [await run(outputs, weights), await run(folded.outputs, folded.weights)];
      expect(difference(after.y!.data, before.y!.data)).toBeLessThan(1e-5);
    },
  );

  it('does not change the network it is given', () => {
    const { weights, weight, norm } = parameters(1);
    const outputs = { y: norm(conv2d(image, weight('a', [4, 3, 3, 3])), 'norm') };
    const filter = Float32Array.from(weights.get('a')!);
    foldBatchNorm(outputs, weights);
    expect(weights.get('a')).toEqual(filter);
    expect(operators(outputs)).toContain('batchNorm');
  });

  it('takes statistics that are constants of the graph', async () => {
    const { weights, weight } = parameters(1);
    const [gamma, mean] = [constant([1, 2], [2]), constant([0.5, -0.5], [2])];
    const x = conv2d(image, weight('a', [2, 3, 3, 3]));
    const outputs = { y: batchNorm(x, gamma, weight('beta', [2]), mean, constant([4, 1], [2]), 1e-5) };
    const folded = foldBatchNorm(outputs, weights);
    expect(operators(folded.outputs)).not.toContain('batchNorm');
    const [before, after] = [await run(outputs, weights), await run(folded.outputs, folded.weights)];
    expect(difference(after.y!.data, before.y!.data)).toBeLessThan(1e-5);
  });
});

it('folds a U-Net from its file, for images of any size', async () => {
  const options = { width: 4, levels: 3 };
  const free = ['N', null, 'H', 'W'];
  const freeDimensions = { image: free, y: free };
  const { weights, weight } = parameters(4);
  const scope: Scope = {
    training: false,
    weight: (name, shape) => weight(name, shape, -0.3, 0.3),
    statistic: (name, shape) => weight(name, shape, 0.1, 1),
    observe: () => {},
  };
  const bytes = writeOnnx(
    { y: unet(scope, input('image', [1, 3, 8, 8]), options) },
    { weights, freeDimensions },
  );
  const network = readOnnx(bytes, { dimensions: { N: 2, H: 12, W: 8 } });
  const folded = foldBatchNorm(network.outputs, network.weights);
  expect(operators(network.outputs).filter((operator) => operator === 'batchNorm')).toHaveLength(10);
  expect(operators(folded.outputs)).not.toContain('batchNorm');
  const size = [1, 3, 20, 16];
  const [before, after] = [
    await run(network.outputs, network.weights, size, freeDimensions),
    await run(folded.outputs, folded.weights, size, freeDimensions),
  ];
  expect(after.y!.dims).toEqual([1, 1, 20, 16]);
  expect(difference(after.y!.data, before.y!.data)).toBeLessThan(1e-5);
});

describe('foldBatchNorm keeps a batch norm', () => {
  const { weights, weight, norm } = parameters(2);
  const filter = weight('filter', [4, 3, 3, 3]);
  const convolved = conv2d(image, filter);

  it.each<[string, Record<string, Tensor>]>([
    ['when the convolution is used elsewhere', { y: add(norm(convolved, 'a'), convolved) }],
    ['when the convolution is an output', { y: norm(convolved, 'b'), convolved }],
    [
      'when two convolutions share the filter',
      { y: norm(convolved, 'c'), z: relu(conv2d(relu(image), filter)) },
    ],
    ['without a convolution before it', { y: norm(image, 'd') }],
    ['after something between the two', { y: norm(relu(convolved), 'e') }],
    ['when the filter is fed', { y: norm(conv2d(image, input('fed', [4, 3, 3, 3])), 'f') }],
    [
      'when the values of the filter are not known',
      { y: norm(conv2d(image, parameter('unknown', [4, 3, 3, 3])), 'g') },
    ],
  ])('%s', (_, outputs) => {
    const folded = foldBatchNorm(outputs, weights);
    expect(folded.outputs).toEqual(outputs);
    for (const [name, values] of folded.weights) expect(values).toBe(weights.get(name));
  });
});
