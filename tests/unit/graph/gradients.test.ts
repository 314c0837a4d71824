import { describe, expect, it } from 'vitest';
import { gradients } from '../../../src/main/graph/gradients.ts';
import {
  abs,
  add,
  conv2d,
  gridSample,
  input,
  leakyRelu,
  maxPool,
  multiply,
  reduceMean,
  reduceSum,
  relu,
  step,
  subtract,
} from '../../../src/main/graph/operators.ts';
import { type Tensor, topologicalOrder } from '../../../src/main/graph/tensor.ts';
import { evaluate } from '../../parity/reference.ts';

/** The gradient of the sum of `build`'s elements at x. */
function gradientAt(build: (x: Tensor) => Tensor, shape: readonly number[], x: readonly number[]): number[] {
  const given = input('x', shape);
  const [gradient] = gradients(reduceSum(build(given)), [given]);
  return Array.from(evaluate([gradient!], { x })[0]!);
}

describe('gradients', () => {
  it('accumulate when a tensor is used twice', () => {
    expect(gradientAt((x) => add(x, x), [2], [1, 2])).toEqual([2, 2]);
    expect(gradientAt((x) => multiply(x, multiply(x, x)), [2], [2, 3])).toEqual([12, 27]);
    const diamond = (x: Tensor) => {
      const shared = multiply(x, 2);
      return subtract(multiply(shared, shared), multiply(shared, 3));
    };
    // (2x)^2 - 6x
    expect(gradientAt(diamond, [2], [1, -1])).toEqual([2, -14]);
  });

  it('add what a tensor receives at its own size and as one number a channel', () => {
    const build = (x: Tensor) => add(multiply(x, 3), multiply(reduceMean(x, [0, 2, 3]), multiply(x, 0)));
    expect(gradientAt(build, [1, 1, 2, 2], [1, 2, 3, 6])).toEqual([3, 3, 3, 3]);
    const variance = (x: Tensor) => {
      const centred = subtract(x, reduceMean(x, [0, 2, 3]));
      return reduceMean(multiply(centred, centred), [0, 2, 3]);
    };
    // (2 / n) (x - mean)
    expect(gradientAt(variance, [1, 1, 2, 2], [1, 2, 3, 6])).toEqual([-1, -0.5, 0, 1.5]);
  });

  it('are zeros of its own shape for a tensor that the loss does not depend on', () => {
    const [x, other] = [input('x', [3]), input('other', [2, 2])];
    const [gradient] = gradients(reduceSum(x), [other]);
    expect(gradient!.shape).toEqual([2, 2]);
    expect(evaluate([gradient!], { x: [1, 2, 3] })[0]).toEqual(new Float64Array(4));
  });

  it('reach tensors within the graph, and stop there', () => {
    const x = input('x', [2]);
    const middle = multiply(x, 5);
    const [gradient] = gradients(reduceSum(multiply(middle, middle)), [middle]);
    expect(evaluate([gradient!], { x: [1, 2] })[0]).toEqual(Float64Array.of(10, 20));
  });

  it('compute nothing for inputs that are not asked for', () => {
    const [x, filter] = [input('x', [1, 3, 8, 8]), input('filter', [4, 3, 3, 3])];
    const order = topologicalOrder(gradients(reduceSum(conv2d(x, filter)), [filter]));
    expect(order.map(({ operator }) => operator)).not.toContain('conv2dInputGradient');
  });

  it('are of a scalar', () => {
    const x = input('x', [2, 2]);
    expect(() => gradients(x, [x])).toThrow('expected a scalar, got [2, 2]');
  });

  it('of a sampled grid are refused', () => {
    const x = input('x', [1, 1, 4, 4]);
    const sampled = reduceSum(gridSample(x, input('grid', [1, 2, 2, 2]), 'bilinear'));
    expect(() => gradients(sampled, [x])).toThrow('gridSample: its gradient is not defined here');
  });

  it('of a grouped convolution are refused', () => {
    const [x, filter] = [input('x', [1, 4, 3, 3]), input('filter', [4, 2, 3, 3])];
    const loss = reduceSum(conv2d(x, filter, { groups: 2 }));
    expect(() => gradients(loss, [filter])).toThrow('grouped convolution');
  });
});

describe('where a function has no derivative', () => {
  it('ReLU, its leaky form and the magnitude have one of the one-sided slopes or their mean at 0', () => {
    const x = [-1, 0, 1];
    expect(gradientAt(relu, [3], x)).toEqual([0, 0, 1]);
    expect(gradientAt((t) => leakyRelu(t, 0.25), [3], x)).toEqual([0.25, 0.25, 1]);
    expect(gradientAt(abs, [3], x)).toEqual([-1, 0, 1]);
    expect(gradientAt((t) => multiply(step(t), t), [3], x)).toEqual([0, 0, 1]);
  });

  it('every pixel that shares the maximum of its window receives the gradient', () => {
    expect(gradientAt((x) => maxPool(x, 2), [1, 1, 2, 2], [3, 1, 3, 2])).toEqual([1, 0, 1, 0]);
  });

  it('a window of nothing but zeros after a ReLU receives none', () => {
    expect(gradientAt((x) => maxPool(relu(x), 2), [1, 1, 2, 2], [-3, 0, -1, -2])).toEqual([0, 0, 0, 0]);
  });
});
