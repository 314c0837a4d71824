import { beforeAll, describe, expect, it } from 'vitest';
import { gradients } from '../../src/main/graph/gradients.ts';
import { input } from '../../src/main/graph/operators.ts';
import { elementCount } from '../../src/main/graph/tensor.ts';
import { unet } from '../../src/main/networks/unet.ts';
import { openGraph } from '../../src/main/runtime/backends.ts';
import type { Values } from '../../src/main/runtime/session.ts';
import { segmentationLoss } from '../../src/main/training/losses.ts';
import { collectParameters, TrainingScope } from '../../src/main/training/parameters.ts';
import { type GroupState, initialState, namedStates, takeUp } from '../../src/main/training/states.ts';
import { stepSizes, updates } from '../../src/main/training/update.ts';
import { createRandom } from '../../src/shared/random.ts';
import { dataOf, difference } from './compare.ts';
import { evaluate } from './reference.ts';
import { tensorflowGradients } from './tensorflow.ts';

/** The loss is from float32 sums of 256 pixels through eleven layers. */
const lossTolerance = 1e-5;
/** Relative to the greatest element of each parameter's gradient. */
const gradientTolerance = 1e-4;
/** Slopes along random directions, in float64 against differences in float64. */
const differenceTolerance = 1e-5;

const options = { width: 3, levels: 3 };
const image = input('image', [2, 3, 16, 8]);
const vessel = input('vessel', [2, 1, 16, 8]);
const fov = input('fov', [2, 1, 16, 8]);

const group = collectParameters('segmenter', (scope) => unet(scope, image, options));
const scope = new TrainingScope(group);
const logits = unet(scope, image, options);
const { loss, dice } = segmentationLoss(logits, vessel, fov);
const adam = { beta1: 0.5, beta2: 0.75 };

const random = createRandom(3);
const values = (shape: readonly number[], draw: () => number): Values => ({
  data: Float32Array.from({ length: elementCount(shape) }, draw),
  dims: shape,
});
const batch = {
  image: values(image.shape, () => random.normal()),
  vessel: values(vessel.shape, () => Number(random.uniform() < 0.3)),
  fov: values(fov.shape, () => Number(random.uniform() < 0.8)),
};
const before = initialState(group, random);
const weights: Values = { data: before.weights, dims: [before.weights.length] };
const feeds = { ...batch, 'segmenter.weights': weights };

/** The difference relative to the greatest expected magnitude, however small. */
function relativeDifference(actual: Float32Array, expected: Float32Array): number {
  const magnitude = Math.max(...expected.map(Math.abs));
  return difference(
    actual.map((value) => value / magnitude),
    expected.map((value) => value / magnitude),
  );
}

describe('a training step of a U-Net', () => {
  const after: GroupState = { ...before };
  const states = { segmenter: after };
  let metrics: Record<string, number>;
  let expected: Awaited<ReturnType<typeof tensorflowGradients>>;

  beforeAll(async () => {
    const session = await openGraph({ loss, dice, ...updates([{ scope, loss, ...adam }]) }, { threads: 1 });
    const sizes = stepSizes([{ group: group.name, ...adam }], 1, 0.01);
    const results = await session.run({ ...batch, ...namedStates(states), ...sizes });
    takeUp(states, results);
    metrics = { loss: results.loss!.data[0]!, dice: results.dice!.data[0]! };
    await session.release();
    expected = await tensorflowGradients(loss, feeds, ['segmenter.weights']);
  });

  it('has the loss that TensorFlow.js computes', () => {
    expect(metrics.loss).toBeGreaterThan(0.5);
    expect(Math.abs(metrics.loss! - expected.value)).toBeLessThan(lossTolerance);
  });

  it('has the loss of the definitions: mean cross-entropy inside the FOV plus 1 - Dice', () => {
    const [outputs] = evaluate([logits], dataOf(feeds));
    const inside = Array.from(outputs!, (logit, i) => ({
      p: 1 / (1 + Math.exp(-logit)),
      annotated: batch.vessel.data[i]!,
      seen: batch.fov.data[i]!,
    })).filter(({ seen }) => seen === 1);
    const total = (of: (pixel: (typeof inside)[number]) => number) =>
      inside.reduce((sum, pixel) => sum + of(pixel), 0);
    const entropy = -total(({ p, annotated }) => Math.log(annotated === 1 ? p : 1 - p)) / (inside.length + 1);
    const overlap = total(({ p, annotated }) => p * annotated);
    const expectedDice = (2 * overlap + 1) / (total(({ p }) => p) + total(({ annotated }) => annotated) + 1);
    expect(Math.abs(metrics.dice! - expectedDice)).toBeLessThan(lossTolerance);
    expect(Math.abs(metrics.loss! - (entropy + 1 - expectedDice))).toBeLessThan(lossTolerance);
  });

  it.each(group.weights.entries)(
    'has the gradient that TensorFlow.js computes for $name',
    ({ shape, offset }) => {
      const part = (vector: Float32Array) => vector.subarray(offset, offset + elementCount(shape));
      // The first moment starts at zero, so after one step it is (1 - beta1) times the gradient.
      const ours = part(after.firstMoment).map((moment) => moment / (1 - adam.beta1));
      expect(relativeDifference(ours, part(expected.gradients[0]!))).toBeLessThan(gradientTolerance);
    },
  );

  it('has the slopes of finite differences along random directions', () => {
    const given = dataOf(feeds);
    const [gradient] = evaluate(gradients(loss, [scope.flat]), given);
    const lossAt = (point: Float64Array) =>
      evaluate([loss], { ...given, 'segmenter.weights': point })[0]![0]!;
    const h = 1e-6;
    for (let trial = 0; trial < 8; trial++) {
      const direction = Float64Array.from(before.weights, () => random.normal());
      const along = (t: number) => lossAt(direction.map((value, i) => before.weights[i]! + t * value));
      const slope = direction.reduce((sum, value, i) => sum + value * gradient![i]!, 0);
      expect(Math.abs(slope - (along(h) - along(-h)) / (2 * h))).toBeLessThan(
        differenceTolerance * Math.abs(slope),
      );
    }
  });

  it('moves the weights as Adam does', () => {
    const gradient = expected.gradients[0]!;
    const second = gradient.map((value) => (1 - adam.beta2) * value * value);
    expect(relativeDifference(after.secondMoment, second)).toBeLessThan(2 * gradientTolerance);
    // Corrected for their start at zero, after one step the moments are the gradient and its square.
    const next = before.weights.map((weight, i) => {
      const own = after.firstMoment[i]! / (1 - adam.beta1);
      return weight - (0.01 * own) / (Math.abs(own) + 1e-8 / Math.sqrt(1 - adam.beta2));
    });
    expect(difference(after.weights, next)).toBeLessThan(1e-6);
  });

  it('takes up the statistics of the batch', () => {
    const [statistics] = evaluate([scope.batchStatistics()!], dataOf(feeds));
    const running = before.statistics.map((value, i) => 0.9 * value + 0.1 * statistics![i]!);
    expect(difference(after.statistics, running)).toBeLessThan(1e-5);
    expect(difference(after.statistics, before.statistics)).toBeGreaterThan(0.01);
  });
});
