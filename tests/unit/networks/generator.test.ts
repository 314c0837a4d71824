import { expect, test } from 'vitest';
import { writeOnnx } from '../../../src/main/graph/onnx/write.ts';
import { input } from '../../../src/main/graph/operators.ts';
import { elementCount, type TensorOf, topologicalOrder } from '../../../src/main/graph/tensor.ts';
import { generator } from '../../../src/main/networks/generator.ts';
import { createSession } from '../../../src/main/runtime/session.ts';
import { collectParameters, initialValues, TrainingScope } from '../../../src/main/training/parameters.ts';
import { synthesizerGroups } from '../../../src/main/training/synthesizer-recipe.ts';
import { createRandom } from '../../../src/shared/random.ts';

const [height, width] = [64, 80];
const plane = [2, 1, height, width];
const inputs = {
  mask: input('mask', plane),
  fov: input('fov', plane),
  noise: input('noise', plane),
  diagnosis: input('diagnosis', [2, 3, 1, 1]),
  style: input('style', [2, 8, 1, 1]),
};

const weightsOf = (width: number, part: (name: string) => boolean) =>
  synthesizerGroups({ channels: width, discriminatorWidth: 64 })
    .generator.weights.entries.filter(({ name }) => part(name))
    .reduce((sum, { shape }) => sum + elementCount(shape), 0);

test('has 10.6 million weights at width 32, 2.7 million at 16; its encoder 0.6 million', () => {
  const isEncoder = (name: string) => name.startsWith('encoder.');
  expect(weightsOf(32, (name) => !isEncoder(name))).toBe(10_605_763);
  expect(weightsOf(16, (name) => !isEncoder(name))).toBe(2_657_891);
  expect(weightsOf(32, isEncoder)).toBe(593_424);
});

test('starts with equal phases of every sub-pixel convolution', async () => {
  const group = collectParameters('generator', (scope) => generator(scope, inputs, 4));
  const image = generator(new TrainingScope(group), inputs, 4);
  const shuffles = topologicalOrder([image]).filter(
    (tensor): tensor is TensorOf<'depthToSpace'> => tensor.operator === 'depthToSpace',
  );
  expect(shuffles).toHaveLength(4);
  const outputs = Object.fromEntries(shuffles.map((shuffle, i) => [`phases${i}`, shuffle.inputs[0]!]));
  const session = await createSession(writeOnnx(outputs), { threads: 1, optimization: 'extended' });
  const random = createRandom(3);
  const weights = initialValues(group.weights, random);
  const feeds = Object.entries(inputs).map(([name, { shape }]) => [
    name,
    { data: Float32Array.from({ length: elementCount(shape) }, () => random.normal()), dims: shape },
  ]);
  const results = await session.run({
    ...Object.fromEntries(feeds),
    'generator.weights': { data: weights, dims: [weights.length] },
  });
  await session.release();
  for (const { data, dims } of Object.values(results)) {
    const [images, channels, h, w] = dims as [number, number, number, number];
    const phase = (channels / 4) * h * w;
    for (let image = 0; image < images; image++) {
      const own = data.subarray(4 * image * phase, 4 * (image + 1) * phase);
      expect(own.some((value) => value !== own[0])).toBe(true);
      const greatest = own.reduce((most, value, i) => Math.max(most, Math.abs(value - own[i % phase]!)), 0);
      // Sums of the same numbers, perhaps in another order.
      expect(greatest).toBeLessThan(1e-5);
    }
  }
});
