import { expect, it } from 'vitest';
import { add, input, leakyRelu, relu, sigmoid } from '../../../../src/main/graph/operators.ts';
import { countUses, rewrite } from '../../../../src/main/graph/passes/rewrite.ts';

const x = input('x', [1, 2, 4, 4]);
const activated = relu(x);
const outputs = { y: sigmoid(add(activated, activated)), features: activated };

it('rewrite replaces tensors wherever they are used', () => {
  const renewed = rewrite(outputs, (tensor, [a]) =>
    tensor.operator === 'relu' ? leakyRelu(a!, 0.1) : undefined,
  );
  expect(renewed.features!.operator).toBe('leakyRelu');
  const sum = renewed.y!.inputs[0]!;
  expect(sum.inputs).toEqual([renewed.features, renewed.features]);
  expect(sum.inputs[0]).toBe(sum.inputs[1]);
});

it('rewrite leaves alone what it need not build anew', () => {
  const renewed = rewrite(outputs, () => undefined);
  expect(renewed.y).toBe(outputs.y);
  expect(outputs.features.operator).toBe('relu');
});

it('countUses counts inputs of others and outputs', () => {
  const uses = countUses(outputs);
  expect(uses.get(activated)).toBe(3);
  expect(uses.get(outputs.y)).toBe(1);
  expect(uses.get(x)).toBe(1);
});
