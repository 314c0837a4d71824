import { describe, expect, it } from 'vitest';
import { gradients } from '../../src/main/graph/gradients.ts';
import { writeRules } from '../../src/main/graph/onnx/write-rules.ts';
import { input, multiply, reduceSum } from '../../src/main/graph/operators.ts';
import type { Operator, Tensor } from '../../src/main/graph/tensor.ts';
import { forwardCases, type OperatorCase, operatorCases } from './cases.ts';
import { dataOf, difference, randomFeeds, runOnnx } from './compare.ts';
import { differences, evaluate } from './reference.ts';
import { tensorflowGradients, tensorflowValues } from './tensorflow.ts';

/** Two float32 engines, or one and float64, that sum at most a few hundred products in different orders. */
const float32Tolerance = 1e-5;
/** Central differences in float64 against the gradient's own graph in float64. */
const differenceTolerance = 1e-7;

/** TensorFlow.js 4.22 takes the height for the width in this gradient. */
const withoutOracle: readonly Operator[] = ['upsampleBilinear'];

/** A loss with another weight for each element of the output, so that no error can cancel. */
function weightedLoss({ output }: OperatorCase): { loss: Tensor; weights: Tensor } {
  const weights = input('dy', output.shape);
  return { loss: reduceSum(multiply(output, weights)), weights };
}

describe.each([...operatorCases, ...forwardCases])('$name', ({ output, inputs, range }) => {
  it('computes what TensorFlow.js and the definition do', async () => {
    const feeds = randomFeeds(inputs, range);
    const { y } = await runOnnx({ y: output }, feeds, 'all');
    expect(y!.dims).toEqual([...output.shape]);
    expect(difference(y!.data, await tensorflowValues(output, feeds))).toBeLessThan(float32Tolerance);
    expect(difference(y!.data, evaluate([output], dataOf(feeds))[0]!)).toBeLessThan(float32Tolerance);
  });
});

describe.each(operatorCases)('gradient of $name', (operatorCase) => {
  const { operator, inputs, range } = operatorCase;
  const { loss, weights } = weightedLoss(operatorCase);
  const feeds = randomFeeds([...inputs, weights], range);
  const names = inputs.map((_, index) => `x${index}`);
  const computed = gradients(loss, inputs);

  it('has the shapes of the inputs', () => {
    expect(computed.map(({ shape }) => shape)).toEqual(inputs.map(({ shape }) => shape));
  });

  it.skipIf(withoutOracle.includes(operator))('is that of TensorFlow.js', async () => {
    const outputs = Object.fromEntries(names.map((name, index) => [`d${name}`, computed[index]!]));
    const ours = await runOnnx(outputs, feeds, 'extended');
    const theirs = await tensorflowGradients(loss, feeds, names);
    names.forEach((name, index) => {
      const actual = ours[`d${name}`]!.data;
      expect(difference(actual, theirs.gradients[index]!), name).toBeLessThan(float32Tolerance);
    });
  });

  it('is the quotient of finite differences', () => {
    const values = dataOf(feeds);
    const ours = evaluate(computed, values);
    names.forEach((name, index) => {
      const expected = differences(loss, values, name);
      expect(difference(ours[index]!, expected), name).toBeLessThan(differenceTolerance);
    });
  });
});

it('covers every operator that has a gradient', () => {
  const withoutGradient = ['input', 'parameter', 'constant', 'integerParameter', 'gridSample'];
  const covered = new Set<string>(operatorCases.map(({ operator }) => operator));
  expect(Object.keys(writeRules).filter((operator) => !covered.has(operator))).toEqual(withoutGradient);
});
