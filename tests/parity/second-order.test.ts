import { describe, expect, it } from 'vitest';
import { gradients } from '../../src/main/graph/gradients.ts';
import {
  add,
  batchNorm,
  conv2d,
  input,
  leakyRelu,
  multiply,
  padAll,
  reduceSum,
  softplus,
} from '../../src/main/graph/operators.ts';
import type { Tensor } from '../../src/main/graph/tensor.ts';
import { dataOf, difference, randomFeeds, runOnnx } from './compare.ts';
import { differences, evaluate } from './reference.ts';
import { tensorflowGradients } from './tensorflow.ts';

/**
 * Two layers of gradients of convolutions, activations and sums: float32 against float64 or another float32
 * engine, relative to the greatest element.
 */
const float32Tolerance = 5e-5;
const differenceTolerance = 1e-6;

const x = input('x', [2, 2, 7, 6]);
const first = input('first', [3, 2, 4, 4]);
const second = input('second', [2, 3, 3, 3]);
const bias = input('bias', [3]);
const statistics = ['gamma', 'beta', 'mean', 'variance'].map((name) => input(name, [3])) as [
  Tensor,
  Tensor,
  Tensor,
  Tensor,
];

const squared = (tensor: Tensor) => reduceSum(multiply(tensor, tensor));

/** The squared length of the gradient of a critic's output with respect to its image: R1 (Mescheder et al. 2018). */
function gradientPenalty(critic: (image: Tensor) => Tensor): Tensor {
  const [toImage] = gradients(reduceSum(critic(x)), [x]);
  return squared(toImage!);
}

const halved = (image: Tensor) => conv2d(image, first, { stride: 2, padding: padAll(1), bias });
const kept = (image: Tensor) => conv2d(image, first, { padding: padAll(2), bias });

describe.each<[string, Tensor, readonly Tensor[]]>([
  [
    'a gradient penalty through strided convolutions',
    gradientPenalty((image) => softplus(conv2d(leakyRelu(halved(image), 0.2), second, { stride: 2 }))),
    [x, first, second, bias],
  ],
  [
    'a gradient penalty through convolutions that keep the size',
    gradientPenalty((image) => softplus(conv2d(softplus(kept(image)), second))),
    [x, first, second, bias],
  ],
  [
    'a gradient penalty through batch normalisation',
    gradientPenalty((image) => softplus(batchNorm(halved(image), ...statistics, 1e-3))),
    [x, first, ...statistics],
  ],
  [
    'the squared gradient of a filter',
    squared(gradients(reduceSum(softplus(add(halved(x), 0.5))), [first])[0]!),
    [x, first, bias],
  ],
])('the gradient of %s', (_, loss, targets) => {
  const names = targets.map((target) => (target.operator === 'input' ? target.attributes.name : ''));
  const feeds = randomFeeds([x, first, second, bias, ...statistics], [0.1, 1]);
  const computed = gradients(loss, targets);

  it('is the quotient of finite differences', () => {
    const values = dataOf(feeds);
    const ours = evaluate(computed, values);
    names.forEach((name, index) => {
      expect(difference(ours[index]!, differences(loss, values, name)), name).toBeLessThan(
        differenceTolerance,
      );
    });
  });

  it('is that of TensorFlow.js', async () => {
    const ours = await runOnnx(
      Object.fromEntries(names.map((name, index) => [`d.${name}`, computed[index]!])),
      feeds,
      'extended',
    );
    const theirs = await tensorflowGradients(loss, feeds, names);
    names.forEach((name, index) => {
      const actual = ours[`d.${name}`]!.data;
      expect(difference(actual, theirs.gradients[index]!), name).toBeLessThan(float32Tolerance);
    });
  });
});
