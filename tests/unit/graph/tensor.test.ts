import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { add, input, relu } from '../../../src/main/graph/operators.ts';
import { type Tensor, topologicalOrder } from '../../../src/main/graph/tensor.ts';

describe('topologicalOrder', () => {
  it('lists what the outputs depend on, once each', () => {
    const [a, b] = [input('a', [1]), input('b', [1])];
    const sum = add(a, b);
    const first = relu(sum);
    const second = add(sum, first);
    relu(second);
    expect(topologicalOrder([second, first, second])).toEqual([a, b, sum, first, second]);
  });

  it('puts every tensor after its inputs, in any graph', () => {
    const operands = fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(operands, (steps) => {
        const tensors: Tensor[] = [input('x', [1])];
        for (const [a, b] of steps)
          tensors.push(add(tensors[a % tensors.length]!, tensors[b % tensors.length]!));
        const order = topologicalOrder([tensors.at(-1)!]);
        const place = new Map(order.map((tensor, index) => [tensor, index]));
        expect(place.size).toBe(order.length);
        for (const tensor of order) {
          for (const x of tensor.inputs) expect(place.get(x)).toBeLessThan(place.get(tensor)!);
        }
      }),
    );
  });

  it('is not bounded by the call stack', () => {
    let x: Tensor = input('x', [1]);
    for (let depth = 0; depth < 100_000; depth++) x = relu(x);
    expect(topologicalOrder([x])).toHaveLength(100_001);
  });
});
