import { writeOnnx } from '../../src/main/graph/onnx/write.ts';
import type { Tensor } from '../../src/main/graph/tensor.ts';
import { createSession, type SessionOptions, type Values } from '../../src/main/runtime/session.ts';
import { createRandom } from '../../src/shared/random.ts';

/** Values for inputs, uniform in a range, the same in every run. */
export function randomFeeds(
  inputs: readonly Tensor[],
  [low, high]: readonly [number, number],
): Record<string, Values> {
  const random = createRandom(7);
  return Object.fromEntries(
    inputs.map((tensor) => {
      if (tensor.operator !== 'input') throw new Error(`'${tensor.operator}' is no input`);
      const count = tensor.shape.reduce((a, b) => a * b, 1);
      const data = Float32Array.from({ length: count }, () => random.between(low, high));
      return [tensor.attributes.name, { data, dims: tensor.shape }];
    }),
  );
}

export const dataOf = (feeds: Readonly<Record<string, Values>>) =>
  Object.fromEntries(Object.entries(feeds).map(([name, { data }]) => [name, data]));

/** What ONNX Runtime computes for the outputs. */
export async function runOnnx(
  outputs: Readonly<Record<string, Tensor>>,
  feeds: Readonly<Record<string, Values>>,
  optimization: NonNullable<SessionOptions['optimization']>,
  weights: ReadonlyMap<string, Float32Array> = new Map(),
): Promise<Record<string, Values>> {
  const session = await createSession(writeOnnx(outputs, { weights }), { threads: 1, optimization });
  try {
    const used = Object.entries(feeds).filter(([name]) => session.inputNames.includes(name));
    return await session.run(Object.fromEntries(used));
  } finally {
    await session.release();
  }
}

/** The greatest difference, relative to the greatest expected magnitude where that is above 1. */
export function difference(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  const magnitude = Math.max(1, ...Array.from(expected, Math.abs));
  // NaN must not pass for small.
  return Math.max(0, ...Array.from(actual, (value, i) => Math.abs(value - expected[i]!) / magnitude));
}
