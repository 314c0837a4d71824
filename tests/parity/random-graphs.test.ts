import fc from 'fast-check';
import { expect, it } from 'vitest';
import { gradients } from '../../src/main/graph/gradients.ts';
import { reduceSum } from '../../src/main/graph/operators.ts';
import { randomGraphs } from '../unit/graph/random-graph.ts';
import { dataOf, difference, randomFeeds, runOnnx } from './compare.ts';
import { differences, evaluate } from './reference.ts';

const float32Tolerance = 5e-5;
const differenceTolerance = 1e-6;

it('the gradient of any graph is the quotient of finite differences', async () => {
  await fc.assert(
    fc.asyncProperty(randomGraphs, async ({ x, output, weights }) => {
      const loss = reduceSum(output);
      const computed = gradients(loss, [x]);
      const feeds = randomFeeds([x], [-1, 1]);
      const values = { ...dataOf(feeds), ...Object.fromEntries(weights) };
      const [exact] = evaluate(computed, values);
      expect(difference(exact!, differences(loss, values, 'x'))).toBeLessThan(differenceTolerance);
      const { dx } = await runOnnx({ dx: computed[0]! }, feeds, 'extended', weights);
      expect(difference(dx!.data, exact!)).toBeLessThan(float32Tolerance);
    }),
    // A fixed seed: one in many thousand graphs has a kink within the distance of a finite difference.
    { numRuns: 60, seed: 1 },
  );
});
