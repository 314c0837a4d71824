import fc from 'fast-check';
import {
  add,
  averagePool,
  broadcastTo,
  concat,
  conv2d,
  depthToSpace,
  input,
  leakyRelu,
  multiply,
  pad,
  parameter,
  reduceMean,
  reduceSum,
  reshape,
  sigmoid,
  slice,
  softplus,
  spaceToDepth,
  subtract,
  tanh,
  upsampleNearest,
} from '../../../src/main/graph/operators.ts';
import { elementCount, type Tensor } from '../../../src/main/graph/tensor.ts';
import { createRandom } from '../../../src/shared/random.ts';

export interface RandomGraph {
  readonly x: Tensor;
  readonly output: Tensor;
  readonly weights: ReadonlyMap<string, Float32Array>;
}

type Growth = (x: Tensor, other: Tensor, weight: (...shape: number[]) => Tensor) => Tensor;

const even = ({ shape }: Tensor) => shape[2]! % 2 === 0 && shape[3]! % 2 === 0;
const small = ({ shape }: Tensor) => elementCount(shape) <= 128;
const sameSize = (a: Tensor, b: Tensor) => a.shape.join() === b.shape.join();

/** Ways to go on from two tensors of a graph; all are smooth almost everywhere and keep values moderate. */
const growths: readonly Growth[] = [
  (x) => sigmoid(x),
  (x) => tanh(x),
  (x) => softplus(x),
  (x) => leakyRelu(x, 0.2),
  (x, other) => (sameSize(x, other) ? add(x, other) : tanh(add(x, reduceMean(other)))),
  (x, other) => (sameSize(x, other) ? subtract(other, x) : subtract(reduceSum(x, [2, 3]), x)),
  (x, other) => (sameSize(x, other) ? tanh(multiply(x, other)) : multiply(x, 0.5)),
  (x, _, weight) => multiply(x, weight(1, x.shape[1]!, 1, 1)),
  (x, _, weight) => conv2d(x, weight(3, x.shape[1]!, 3, 3)),
  (x, _, weight) => conv2d(x, weight(2, x.shape[1]!, 1, 1), { stride: 2, bias: weight(2) }),
  (x) => (even(x) ? averagePool(x, 2) : tanh(x)),
  (x) => (small(x) ? upsampleNearest(x, 2) : sigmoid(x)),
  (x) => (x.shape[1]! % 4 === 0 ? depthToSpace(x, 2) : softplus(x)),
  (x) => (even(x) ? spaceToDepth(x, 2) : multiply(x, -1)),
  (x, other) => (sameSize(x, other) && small(x) ? concat([x, other], 1) : tanh(x)),
  (x) => slice(x, [0, 0, 0, 0], x.shape.with(1, Math.ceil(x.shape[1]! / 2))),
  (x) => (small(x) ? pad(x, [0, 0, 1, 0], [0, 0, 0, 1]) : x),
  (x) => reshape(reshape(x, [elementCount(x.shape)]), x.shape),
  (x) => broadcastTo(reduceMean(x, [1]), x.shape),
];

function grow(steps: readonly (readonly [number, number, number])[], seed: number): RandomGraph {
  const random = createRandom(seed);
  const weights = new Map<string, Float32Array>();
  const weight = (...shape: number[]) => {
    const name = `weight.${weights.size}`;
    weights.set(
      name,
      Float32Array.from({ length: elementCount(shape) }, () => random.between(-0.7, 0.7)),
    );
    return parameter(name, shape);
  };
  const x = input('x', [1, 4, 4, 4]);
  const tensors = [x];
  for (const [growth, a, b] of steps) {
    // Counted from the newest, so that graphs become deep rather than wide.
    const at = (back: number) => tensors[tensors.length - 1 - (back % tensors.length)]!;
    tensors.push(growths[growth]!(at(a), at(b), weight));
  }
  return { x, output: tensors.at(-1)!, weights };
}

const step = fc.tuple(fc.nat({ max: growths.length - 1 }), fc.nat({ max: 2 }), fc.nat({ max: 4 }));

/** Graphs of up to 12 operators on one input x of [1, 4, 4, 4], tensors used more than once among them. */
export const randomGraphs: fc.Arbitrary<RandomGraph> = fc
  .tuple(fc.array(step, { minLength: 1, maxLength: 12 }), fc.nat())
  .map(([steps, seed]) => grow(steps, seed));
