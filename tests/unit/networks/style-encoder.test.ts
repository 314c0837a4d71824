import { expect, test } from 'vitest';
import { readOnnx } from '../../../src/main/graph/onnx/read.ts';
import { writeOnnx } from '../../../src/main/graph/onnx/write.ts';
import { input } from '../../../src/main/graph/operators.ts';
import { encoderPrefix, writeStyleEncoder } from '../../../src/main/networks/files.ts';
import { styleEncoder } from '../../../src/main/networks/generator.ts';
import { within } from '../../../src/main/networks/layers.ts';
import { createSession } from '../../../src/main/runtime/session.ts';
import { initialValues, namedValues, TrainingScope } from '../../../src/main/training/parameters.ts';
import { synthesizerGroups } from '../../../src/main/training/synthesizer/recipe.ts';
import { createRandom } from '../../../src/shared/random.ts';

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
