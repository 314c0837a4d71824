import { beforeAll, describe, expect, it } from 'vitest';
import { gradients } from '../../src/main/graph/gradients.ts';
import { concat, input, reshape, slice } from '../../src/main/graph/operators.ts';
import { rewrite } from '../../src/main/graph/passes/rewrite.ts';
import { elementCount, type Tensor } from '../../src/main/graph/tensor.ts';
import type { Values } from '../../src/main/runtime/session.ts';
import { initialValues, type TrainingScope } from '../../src/main/training/parameters.ts';
import { FrozenSegmenter, segmenterWeights } from '../../src/main/training/synthesizer/frozen-segmenter.ts';
import type { SynthesizerTensors } from '../../src/main/training/synthesizer/inputs.ts';
import { synthesizerGroups, synthesizerStep } from '../../src/main/training/synthesizer/recipe.ts';
import { createRandom } from '../../src/shared/random.ts';
import { randomSegmenter } from '../unit/inference/random-network.ts';
import { runOnnx } from './compare.ts';
import { tensorflowGradients } from './tensorflow.ts';

/**
 * Relative to the greatest element. The other engine's float32 is the less exact one: against the same graph in float64
 * ONNX Runtime's gradient of the generator is right to 3e-7 of its length, and that is the slope of finite differences.
 */
const lossTolerance = 1e-5;
const gradientTolerance = 5e-3;

const [batch, height, width] = [2, 64, 80];
const network = new FrozenSegmenter(randomSegmenter(5));
const recipe = {
  generator: { width: 2, levels: 5 },
  discriminatorWidth: 4,
  crop: 64,
  segmenter: { network, factor: 1.1 },
};
const groups = synthesizerGroups(recipe);
const shapes: Record<keyof SynthesizerTensors, readonly number[]> = {
  image: [batch, 3, height, width],
  mask: [batch, 1, height, width],
  fov: [batch, 1, height, width],
  noise: [batch, 1, height, width],
  diagnosis: [batch, 3, 1, 1],
  otherDiagnosis: [batch, 3, 1, 1],
  randomDiagnosis: [batch, 3, 1, 1],
  epsilon: [batch, 8, 1, 1],
  randomStyle: [batch, 8, 1, 1],
  crops: [2, 2],
  colourChange: [batch, 3, 1, 1],
  gradientPenalty: [1],
};
const tensor = (name: keyof SynthesizerTensors) => input(name, shapes[name]);
const tensors: SynthesizerTensors = {
  image: tensor('image'),
  mask: tensor('mask'),
  fov: tensor('fov'),
  noise: tensor('noise'),
  diagnosis: tensor('diagnosis'),
  otherDiagnosis: tensor('otherDiagnosis'),
  randomDiagnosis: tensor('randomDiagnosis'),
  epsilon: tensor('epsilon'),
  randomStyle: tensor('randomStyle'),
  crops: tensor('crops'),
  colourChange: tensor('colourChange'),
  gradientPenalty: tensor('gradientPenalty'),
};

const random = createRandom(11);
const draws: Partial<Record<keyof SynthesizerTensors, () => number>> = {
  image: () => random.between(-1, 1),
  mask: () => Number(random.uniform() < 0.15),
  fov: () => Number(random.uniform() < 0.8),
  colourChange: () => random.between(0.1, 1.3),
  gradientPenalty: () => 0,
  crops: () => random.integer(16),
};
const vector = (data: Float32Array): Values => ({ data, dims: [data.length] });
const feeds: Record<string, Values> = {
  ...Object.fromEntries(
    Object.entries(tensors).map(([name, { shape }]) => {
      const draw = draws[name as keyof SynthesizerTensors] ?? (() => random.normal());
      return [name, { data: Float32Array.from({ length: elementCount(shape) }, draw), dims: shape }];
    }),
  ),
  [segmenterWeights]: vector(network.weights),
  'generator.weights': vector(initialValues(groups.generator.weights, random)),
  'discriminators.weights': vector(initialValues(groups.discriminators.weights, random)),
};
feeds['frozen.weights'] = feeds['generator.weights']!;

const flatGradient = (loss: Tensor, { weights }: TrainingScope) =>
  concat(
    gradients(loss, weights).map((gradient) => reshape(gradient, [elementCount(gradient.shape)])),
    0,
  );

/** The weights that must not follow a loss as an input of their own, of which the other engine takes no gradient. */
function withFrozenApart(loss: Tensor, { flat, weights }: TrainingScope): Tensor {
  const own = new Set(weights);
  const frozen = input('frozen.weights', flat.shape);
  const { renewed } = rewrite({ renewed: loss }, (tensor) => {
    const [cut] = tensor.inputs;
    if (own.has(tensor) || cut?.operator !== 'slice' || cut.inputs[0] !== flat) return undefined;
    return reshape(slice(frozen, cut.attributes.starts, cut.attributes.ends), tensor.shape);
  });
  return renewed!;
}

const greatest = (values: Float32Array) => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

describe.each([
  ['the generator and encoder', 0, 0],
  ['the discriminators', 1, 0],
  ['the discriminators with R1', 1, 1],
] as const)('the loss of %s', (_, index, penalty) => {
  const { objectives } = synthesizerStep(recipe, groups, tensors);
  const penalised = { ...feeds, gradientPenalty: vector(Float32Array.of(penalty)) };
  const { scope, loss } = objectives[index];
  let ours: Record<string, Values>;
  let expected: Awaited<ReturnType<typeof tensorflowGradients>>;

  beforeAll(async () => {
    ours = await runOnnx({ loss, gradient: flatGradient(loss, scope) }, penalised, 'extended');
    const apart = withFrozenApart(loss, scope);
    expected = await tensorflowGradients(apart, penalised, [`${scope.group.name}.weights`]);
  });

  it('is what TensorFlow.js computes', () => {
    expect(expected.value).toBeGreaterThan(1);
    expect(Math.abs(ours.loss!.data[0]! - expected.value)).toBeLessThan(lossTolerance * expected.value);
  });

  it.each(scope.group.weights.entries)('has its gradient for $name', ({ shape, offset }) => {
    const part = (vector: Float32Array) => vector.subarray(offset, offset + elementCount(shape));
    const gradient = part(expected.gradients[0]!);
    const most = greatest(gradient);
    expect(most).toBeGreaterThan(0);
    const error = part(ours.gradient!.data).map((value, i) => (value - gradient[i]!) / most);
    expect(greatest(error)).toBeLessThan(gradientTolerance);
  });
});

it('has the same figures with and without R1, which adds to the loss of the discriminators', async () => {
  const { metrics } = synthesizerStep(recipe, groups, tensors);
  const figuresOf = (penalty: number) =>
    runOnnx(metrics, { ...feeds, gradientPenalty: vector(Float32Array.of(penalty)) }, 'extended');
  const [plain, penalised] = [await figuresOf(0), await figuresOf(1)];
  expect(Object.keys(penalised)).toEqual(Object.keys(plain));
  const changed = Object.keys(plain).filter((name) => penalised[name]!.data[0] !== plain[name]!.data[0]);
  expect(changed).toEqual(['discriminatorLoss']);
  expect(penalised.discriminatorLoss!.data[0]!).toBeGreaterThan(plain.discriminatorLoss!.data[0]!);
});

it('adds up the terms of the generator', async () => {
  const { metrics } = synthesizerStep(recipe, groups, tensors);
  const results = await runOnnx(metrics, feeds, 'extended');
  const figure = (name: string) => results[name]!.data[0]!;
  const named =
    figure('adversarial') +
    figure('features') +
    figure('pixels') +
    10 * figure('colours') +
    20 * figure('grid') +
    0.01 * figure('divergence') +
    0.5 * figure('style');
  // The rest is twice what the Dice of the pictures, far below, falls short of 0.88.
  expect(figure('vessels')).toBeLessThan(0.8);
  expect(figure('generatorLoss')).toBeCloseTo(named + 2 * (0.88 - figure('vessels')), 4);
});
