import { describe, expect, it } from 'vitest';
import {
  add,
  affine,
  apply,
  batchNorm,
  broadcastTo,
  concat,
  constant,
  conv2d,
  conv2dFilterGradient,
  conv2dInputGradient,
  depthToSpace,
  gather,
  gridSample,
  input,
  matMul,
  maxPool,
  pad,
  padAll,
  reduceSum,
  reshape,
  slice,
  spaceToDepth,
  spatialDot,
  transpose,
  upsampleNearest,
} from '../../../src/main/graph/operators.ts';
import { broadcastShapes, ShapeError } from '../../../src/main/graph/shapes.ts';
import type { Shape, Tensor } from '../../../src/main/graph/tensor.ts';

const of = (...shape: number[]): Tensor => input('x', shape);

describe('the shape of', () => {
  it.each<[string, Tensor, Shape]>([
    ['a broadcast sum', add(of(2, 1, 4, 1), of(3, 1, 5)), [2, 3, 4, 5]],
    ['a convolution that keeps the size', conv2d(of(2, 3, 7, 5), of(8, 3, 3, 3)), [2, 8, 7, 5]],
    [
      'a strided convolution',
      conv2d(of(1, 3, 7, 6), of(8, 3, 4, 4), { stride: 2, padding: padAll(1) }),
      [1, 8, 3, 3],
    ],
    ['a grouped convolution', conv2d(of(1, 6, 5, 5), of(4, 3, 1, 1), { groups: 2 }), [1, 4, 5, 5]],
    ['a pooling', maxPool(of(1, 3, 6, 9), 3), [1, 3, 2, 3]],
    ['an enlargement', upsampleNearest(of(1, 3, 2, 3), 4), [1, 3, 8, 12]],
    ['depth to space', depthToSpace(of(1, 12, 2, 3), 2), [1, 3, 4, 6]],
    ['space to depth', spaceToDepth(of(1, 3, 4, 6), 2), [1, 12, 2, 3]],
    ['a concatenation', concat([of(1, 2, 4, 4), of(1, 3, 4, 4)], 1), [1, 5, 4, 4]],
    ['a part', slice(of(4, 5), [1, 0], [3, 5]), [2, 5]],
    ['padding', pad(of(4, 5), [1, 0], [0, 2]), [5, 7]],
    ['a sum over all axes', reduceSum(of(2, 3, 4)), [1, 1, 1]],
    ['a sum over some axes', reduceSum(of(2, 3, 4), [0, 2]), [1, 3, 1]],
    ['a transposition', transpose(of(2, 3, 4), [1, 2, 0]), [3, 4, 2]],
    ['entries', gather(of(4, 2, 3), of(7)), [7, 2, 3]],
    ['places of a grid', gridSample(of(2, 3, 8, 8), of(2, 4, 5, 2), 'nearest'), [2, 3, 4, 5]],
    ['matrix products', matMul(of(3, 1, 4, 5), of(2, 5, 6)), [3, 2, 4, 6]],
    ['a dot product of planes', spatialDot(of(2, 3, 4, 5), of(2, 3, 4, 5)), [2, 3, 1, 1]],
  ])('%s', (_, tensor, shape) => {
    expect(tensor.shape).toEqual(shape);
  });
});

const layer = { stride: 1, padding: padAll(1) };

describe('a ShapeError names the operator, what was expected and what was found:', () => {
  it.each<[() => Tensor, string]>([
    [() => add(of(2, 3), of(2, 4)), 'add: cannot broadcast [2, 3] and [2, 4]'],
    [() => conv2d(of(1, 3, 8, 8), of(4, 2, 3, 3)), 'conv2d: filter [4, 2, 3, 3] in 1 groups does not fit'],
    [() => conv2d(of(1, 3, 8, 8), of(4, 3, 3, 3), { bias: of(3) }), 'conv2d: bias [3] does not fit filter'],
    [() => conv2d(of(3, 8, 8), of(4, 3, 3, 3)), 'conv2d: expected an NCHW tensor, got [3, 8, 8]'],
    [
      () => conv2d(of(1, 1, 2, 2), of(1, 1, 5, 5), { padding: padAll(0) }),
      'conv2d: inputs [1, 1, 2, 2], [1, 1, 5, 5] leave',
    ],
    [
      () => conv2dInputGradient(of(1, 4, 8, 8), of(4, 3, 3, 3), { ...layer, height: 9, width: 8 }),
      'conv2dInputGradient: gradient [1, 4, 8, 8] is not that of a convolution to [1, 4, 9, 8]',
    ],
    [
      () => conv2dFilterGradient(of(1, 3, 8, 8), of(1, 4, 8, 8), { ...layer, kernel: [5, 3] }),
      'conv2dFilterGradient: gradient [1, 4, 8, 8] is not that of a convolution to [1, 4, 6, 8]',
    ],
    [() => affine(of(1, 3, 4, 4), of(3), of(3)), 'affine: expected scale and shift of [1, 3, 1, 1], got [3]'],
    [() => batchNorm(of(1, 3, 4, 4), of(3), of(3), of(2), of(3), 1e-5), 'batchNorm: expected [3], got [2]'],
    [() => maxPool(of(1, 3, 5, 4), 2), 'maxPool: 5 x 4 cannot be pooled by 2'],
    [() => depthToSpace(of(1, 6, 4, 4), 2), 'depthToSpace: 6 channels cannot fill blocks of 2 x 2'],
    [() => concat([of(1, 2), of(2, 2)], 1), 'concat: cannot join [2, 2] to [1, 2] along axis 1'],
    [() => concat([of(1, 2)], 2), 'concat: axis 2 is not in [1, 2]'],
    [() => concat([], 0), 'concat: expected at least 1 inputs, got 0'],
    [() => slice(of(4), [2], [2]), 'slice: [2] to [2] is no part of [4]'],
    [() => slice(of(4), [0], [5]), 'slice: [0] to [5] is no part of [4]'],
    [() => pad(of(4), [-4], [0]), 'pad: inputs [4] leave [0]'],
    [() => reshape(of(2, 3), [4]), 'reshape: cannot reshape [2, 3] to [4]'],
    [() => broadcastTo(of(2, 3), [3]), 'broadcastTo: [2, 3] is not part of [3]'],
    [() => reduceSum(of(2, 3), [2]), 'reduceSum: axes [2] are not all in [2, 3]'],
    [() => spatialDot(of(1, 1, 2, 2), of(1, 1, 2, 3)), 'spatialDot: expected equal shapes'],
    [() => transpose(of(2, 3), [0, 0]), 'transpose: [0, 0] is no order of the axes of [2, 3]'],
    [() => gather(of(4, 2), of(1, 1)), 'gather: expected a vector of indices, got [1, 1]'],
    [
      () => gridSample(of(2, 3, 8, 8), of(1, 4, 5, 2), 'bilinear'),
      'gridSample: expected a grid of [2, h, w, 2], got [1, 4, 5, 2]',
    ],
    [() => matMul(of(2, 3), of(2, 3)), 'matMul: cannot multiply matrices [2, 3] and [2, 3]'],
    [() => apply('add', [of(1)], {}), 'add: expected at least 2 inputs, got 1'],
    [() => constant([1, 2, 3], [2]), 'constant: 3 values do not fill [2]'],
  ])('%#: %s', (build, message) => {
    expect(build).toThrow(ShapeError);
    expect(build).toThrow(message);
  });
});

it('broadcasting is symmetric and leaves equal shapes alone', () => {
  expect(broadcastShapes([5], [2, 3, 4, 5])).toEqual([2, 3, 4, 5]);
  expect(broadcastShapes([2, 3, 4, 5], [5])).toEqual([2, 3, 4, 5]);
  expect(broadcastShapes([], [2])).toEqual([2]);
  expect(broadcastShapes([2, 1], [1, 3])).toEqual([2, 3]);
});
