import { describe, expect, it } from 'vitest';
import { input } from '../../../src/main/graph/operators.ts';
import type { Tensor } from '../../../src/main/graph/tensor.ts';
import { batchNormalization, type Scope } from '../../../src/main/networks/layers.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { difference } from '../../parity/compare.ts';
import { evaluate } from '../../parity/reference.ts';

/** The graph's own constants are float32. */
const tolerance = 1e-5;

const x = input('x', [2, 2, 3, 4]);
const random = createRandom(1);
const pixels = Float32Array.from({ length: 48 }, () => 3 + random.normal());
const feeds = { x: pixels, 'n.gamma': [2, 0.5], 'n.beta': [-1, 1], 'n.mean': [3, 2], 'n.variance': [4, 9] };

/** The values of one channel over the batch, height and width. */
const channel = (values: ArrayLike<number>, c: number) =>
  Array.from(values).filter((_, i) => Math.floor(i / 12) % 2 === c);
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const squaresOf = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + (value - meanOf(values)) ** 2, 0);

function build(training: boolean) {
  const observed = new Map<string, Tensor>();
  const scope: Scope = {
    training,
    weight: (name, shape) => input(name, shape),
    statistic: (name, shape) => input(name, shape),
    observe: (name, value) => observed.set(name, value),
  };
  return { y: batchNormalization(scope, 'n', x), observed };
}

describe('batch normalisation', () => {
  it('in training uses the mean and variance of the batch', () => {
    const [y] = evaluate([build(true).y], feeds);
    for (const c of [0, 1]) {
      const values = channel(pixels, c);
      const deviation = Math.sqrt(squaresOf(values) / values.length + 1e-5);
      const expected = values.map(
        (value) => (feeds['n.gamma'][c]! * (value - meanOf(values))) / deviation + feeds['n.beta'][c]!,
      );
      expect(difference(channel(y!, c), expected)).toBeLessThan(tolerance);
    }
  });

  it('in training reports the mean and the unbiased variance', () => {
    const { observed } = build(true);
    expect([...observed.keys()]).toEqual(['n.mean', 'n.variance']);
    const [mean, variance] = evaluate([...observed.values()], feeds);
    for (const c of [0, 1]) {
      const values = channel(pixels, c);
      expect(mean![c]).toBeCloseTo(meanOf(values), 5);
      expect(variance![c]).toBeCloseTo(squaresOf(values) / (values.length - 1), 5);
    }
  });

  it('in use takes the stored ones, and reports nothing', () => {
    const { y, observed } = build(false);
    expect(observed.size).toBe(0);
    const [values] = evaluate([y], feeds);
    const expected = channel(pixels, 1).map((value) => (0.5 * (value - 2)) / Math.sqrt(9 + 1e-5) + 1);
    expect(difference(channel(values!, 1), expected)).toBeLessThan(tolerance);
  });
});
