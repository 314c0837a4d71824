import { expect, test } from 'vitest';
import { readOnnx } from '../../../src/main/graph/onnx/read.ts';
import { writeOnnx } from '../../../src/main/graph/onnx/write.ts';
import { input } from '../../../src/main/graph/operators.ts';
import { elementCount, type TensorOf, topologicalOrder } from '../../../src/main/graph/tensor.ts';
import { encoderPrefix, writeStyleEncoder } from '../../../src/main/networks/files.ts';
import { type GeneratorOptions, generator, styleEncoder } from '../../../src/main/networks/generator.ts';
import { type Scope, within } from '../../../src/main/networks/layers.ts';
import { createSession } from '../../../src/main/runtime/session.ts';
import {
  collectParameters,
  initialValues,
  namedValues,
  TrainingScope,
} from '../../../src/main/training/parameters.ts';
import { synthesizerGroups } from '../../../src/main/training/synthesizer/recipe.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { generatorMultiple } from '../../../src/shared/synthesizer-canvas.ts';

const [height, width] = [64, 96];
const plane = [2, 1, height, width];
const inputs = {
  mask: input('mask', plane),
  fov: input('fov', plane),
  noise: input('noise', plane),
  diagnosis: input('diagnosis', [2, 3, 1, 1]),
  style: input('style', [2, 8, 1, 1]),
};

const entriesOf = (options: GeneratorOptions) =>
  synthesizerGroups({ generator: options, discriminatorWidth: 64 }).generator.weights.entries;
const weightsOf = (width: number, part: (name: string) => boolean, levels = 5) =>
  entriesOf({ width, levels })
    .filter(({ name }) => part(name))
    .reduce((sum, { shape }) => sum + elementCount(shape), 0);
const isEncoder = (name: string) => name.startsWith('encoder.');

test('has 10.6 million weights at width 32, 2.7 million at 16; its encoder 0.6 million', () => {
  expect(weightsOf(32, (name) => !isEncoder(name))).toBe(10_605_763);
  expect(weightsOf(16, (name) => !isEncoder(name))).toBe(2_657_891);
  expect(weightsOf(32, isEncoder)).toBe(593_424);
});

test('has the same layers with a sixth level, and one way down and up more below them', () => {
  const shapes = (levels: number) =>
    new Map(entriesOf({ width: 16, levels }).map(({ name, shape }) => [name, shape]));
  const [five, six] = [shapes(5), shapes(6)];
  // The noise at 1/16 joins what goes down from there, no more what goes through the bottleneck.
  const [bottleneck, further] = ['bottleneck.conv.weight', 'down.5.conv.weight'];
  for (const [name, shape] of five) if (name !== bottleneck) expect(six.get(name), name).toEqual(shape);
  expect([five.get(bottleneck), six.get(further)]).toEqual(Array(2).fill([128, 129, 3, 3]));
  expect(six.get(bottleneck)).toEqual([128, 128, 3, 3]);
  const more = [...six].filter(([name]) => !five.has(name));
  expect(new Set(more.map(([name]) => name.split('.').slice(0, 2).join('.')))).toEqual(
    new Set(['down.5', 'up.4']),
  );
  expect(weightsOf(16, (name) => !isEncoder(name), 6)).toBe(3_694_179);
});

test.each([5, 6, 7])('makes pictures of multiples of its greatest reduction with %i levels', (levels) => {
  const multiple = generatorMultiple({ levels });
  expect(multiple).toBe(2 ** (levels - 1));
  const sized = (height: number) => {
    const plane = input('plane', [1, 1, height, 2 * multiple]);
    const rest = { diagnosis: input('diagnosis', [1, 3, 1, 1]), style: input('style', [1, 8, 1, 1]) };
    const given = { mask: plane, fov: plane, noise: plane, ...rest };
    const make = (scope: Scope) => generator(scope, given, { width: 2, levels });
    return make(new TrainingScope(collectParameters('generator', make)));
  };
  expect(sized(multiple).shape).toEqual([1, 3, multiple, 2 * multiple]);
  expect(() => sized(1.5 * multiple)).toThrow();
});

test.each([5, 6])('starts with equal phases of every sub-pixel convolution of %i levels', async (levels) => {
  const build = (scope: Scope) => generator(scope, inputs, { width: 4, levels });
  const group = collectParameters('generator', build);
  const image = build(new TrainingScope(group));
  const shuffles = topologicalOrder([image]).filter(
    (tensor): tensor is TensorOf<'depthToSpace'> => tensor.operator === 'depthToSpace',
  );
  expect(shuffles).toHaveLength(levels - 1);
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

const { generator: group } = synthesizerGroups({ generator: { width: 2, levels: 5 }, discriminatorWidth: 4 });
const random = createRandom(4);
const weights = initialValues(group.weights, random);
const onnx = writeStyleEncoder(namedValues(group.weights, weights));
const picture = {
  data: Float32Array.from({ length: 3 * 48 * 64 }, () => random.between(-1, 1)),
  dims: [1, 3, 48, 64],
};

test('its file says of a picture of any size what the encoder says in training', async () => {
  const scope = within(new TrainingScope(group), encoderPrefix);
  const distribution = styleEncoder(scope, input('image', picture.dims));
  const training = await createSession(writeOnnx({ ...distribution }), {
    threads: 1,
    optimization: 'extended',
  });
  const expected = await training.run({
    image: picture,
    'generator.weights': { data: weights, dims: [weights.length] },
  });
  await training.release();
  const session = await createSession(onnx, { threads: 1 });
  const found = await session.run({ image: picture });
  for (const name of ['mean', 'logVariance']) {
    expect(found[name]!.dims).toEqual([1, 8, 1, 1]);
    expect(found[name]!.data.some((value) => Math.abs(value) > 1e-3)).toBe(true);
    found[name]!.data.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[name]!.data[i]!, 5);
    });
  }
  const larger = await session.run({
    image: { data: new Float32Array(6 * 96 * 160), dims: [2, 3, 96, 160] },
  });
  expect(larger.mean!.dims).toEqual([2, 8, 1, 1]);
  await session.release();
});

test('its file holds its own weights alone, and can be read back', () => {
  const { inputs, outputs, weights: stored } = readOnnx(onnx, { dimensions: { N: 1, H: 64, W: 64 } });
  expect(Object.keys(inputs)).toEqual(['image']);
  expect(Object.keys(outputs)).toEqual(['mean', 'logVariance']);
  expect([...stored.keys()].every((name) => name.startsWith('encoder.'))).toBe(true);
  expect([...stored.values()].reduce((sum, values) => sum + values.length, 0)).toBe(593_424);
});
