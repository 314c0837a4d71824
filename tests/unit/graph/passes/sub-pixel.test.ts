import fc from 'fast-check';
import { expect, it } from 'vitest';
import { conv2dInputGradient, input, padAll, parameter, relu } from '../../../../src/main/graph/operators.ts';
import { toSubPixel } from '../../../../src/main/graph/passes/sub-pixel.ts';
import { elementCount, type Tensor, topologicalOrder } from '../../../../src/main/graph/tensor.ts';
import { createRandom } from '../../../../src/shared/random.ts';
import { evaluate } from '../../../parity/reference.ts';

const random = createRandom(2);
const draw = (count: number) => Float32Array.from({ length: count }, () => random.between(-1, 1));

const operators = (tensor: Tensor) => topologicalOrder([tensor]).map(({ operator }) => operator);

function values(output: Tensor, weights: ReadonlyMap<string, Float32Array>, x: Float32Array): Float64Array {
  const given = { x, ...Object.fromEntries(weights) };
  const named = Object.fromEntries(
    Object.entries(given).map(([name, data]) => [name, Float64Array.from(data)] as const),
  );
  return evaluate([output], named)[0]!;
}

const transposed = fc.record({
  stride: fc.integer({ min: 2, max: 3 }),
  kernel: fc.integer({ min: 1, max: 5 }),
  padding: fc.integer({ min: 0, max: 2 }),
  channels: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 2 })),
  size: fc.tuple(fc.integer({ min: 2, max: 4 }), fc.integer({ min: 2, max: 4 })),
  extra: fc.integer({ min: 0, max: 1 }),
  hasBias: fc.boolean(),
});

it('is the transposed convolution', () => {
  fc.assert(
    fc.property(transposed, ({ stride, kernel, padding, channels: [k, c], size: [h, w], extra, hasBias }) => {
      const length = (n: number) => (n - 1) * stride + kernel - 2 * padding + Math.min(extra, stride - 1);
      fc.pre(padding < kernel && length(h) > 0 && length(w) > 0);
      const filter = parameter('filter', [k, c, kernel, kernel]);
      const dy = input('x', [1, k, h, w]);
      const weights = new Map([['filter', draw(elementCount(filter.shape))]]);
      if (hasBias) weights.set('bias', draw(c));
      const y = relu(
        conv2dInputGradient(
          dy,
          filter,
          { stride, padding: padAll(padding), height: length(h), width: length(w) },
          hasBias ? parameter('bias', [c]) : undefined,
        ),
      );
      const rewritten = toSubPixel({ y }, weights);
      expect(operators(rewritten.outputs.y!)).not.toContain('conv2dInputGradient');
      expect(rewritten.outputs.y!.shape).toEqual(y.shape);
      const x = draw(elementCount(dy.shape));
      const [before, after] = [values(y, weights, x), values(rewritten.outputs.y!, rewritten.weights, x)];
      after.forEach((value, index) => {
        expect(value).toBeCloseTo(before[index]!, 10);
      });
    }),
    { numRuns: 150 },
  );
});

const at2 = (side: number, kernel: number, padding: number) => {
  const filter = parameter('filter', [3, 2, kernel, kernel]);
  const y = conv2dInputGradient(input('x', [1, 3, side, side]), filter, {
    stride: 2,
    padding: padAll(padding),
    height: 2 * side,
    width: 2 * side,
  });
  return toSubPixel({ y }, new Map([['filter', draw(elementCount(filter.shape))]]));
};

it('multiplies nothing by the zeros between pixels: 4 taps at stride 2 with padding 1 become 2, and a cut', () => {
  const { outputs, weights } = at2(4, 4, 1);
  expect(operators(outputs.y!)).toEqual(['input', 'parameter', 'conv2d', 'depthToSpace', 'slice']);
  expect(weights.get('filter')).toHaveLength(4 * 2 * 3 * 2 * 2);
});

it('cuts nothing where that saves no taps', () => {
  for (const [kernel, padding] of [
    [2, 0],
    [3, 1],
  ] as const) {
    const { outputs } = at2(4, kernel, padding);
    expect(operators(outputs.y!)).toEqual(['input', 'parameter', 'conv2d', 'depthToSpace']);
  }
});

it('leaves one of stride 1, and one whose weights are not known', () => {
  const at = (stride: number) => ({
    stride,
    padding: padAll(1),
    height: 4 * stride - 1,
    width: 4 * stride - 1,
  });
  const outputs = {
    y: conv2dInputGradient(input('x', [1, 1, 3, 3]), parameter('a', [1, 1, 3, 3]), {
      ...at(1),
      height: 3,
      width: 3,
    }),
    z: conv2dInputGradient(input('x', [1, 1, 4, 4]), parameter('b', [1, 1, 3, 3]), at(2)),
    biased: conv2dInputGradient(
      input('x', [1, 1, 4, 4]),
      parameter('c', [1, 1, 3, 3]),
      at(2),
      parameter('bias', [1]),
    ),
  };
  const weights = new Map(['a', 'c'].map((name) => [name, draw(9)] as const));
  expect(toSubPixel(outputs, weights).outputs).toEqual(outputs);
});
