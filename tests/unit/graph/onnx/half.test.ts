import { expect, it } from 'vitest';
import { halveFilters } from '../../../../src/main/graph/onnx/half.ts';
import { readOnnx } from '../../../../src/main/graph/onnx/read.ts';
import { DataType, decodeModel } from '../../../../src/main/graph/onnx/schema.ts';
import { writeOnnx } from '../../../../src/main/graph/onnx/write.ts';
import { conv2d, input, parameter } from '../../../../src/main/graph/operators.ts';
import { createSession } from '../../../../src/main/runtime/session.ts';
import { randomSegmenter } from '../../inference/random-network.ts';
import { random } from '../../random.ts';
import { exampleDimensions, exampleFile } from './example-file.ts';

const nearestHalves = (values: Float32Array) => Float32Array.from(values, Math.f16round);

it('filters in 16 bits are read as the float32 numbers that they stand for, all else as it was', () => {
  const original = readOnnx(exampleFile(), { dimensions: exampleDimensions });
  const halved = readOnnx(halveFilters(exampleFile()), { dimensions: exampleDimensions });
  const filter = original.weights.get('filter')!;
  expect(nearestHalves(filter)).not.toEqual(filter);
  original.weights.set('filter', nearestHalves(filter));
  expect(halved).toEqual(original);
});

it('ONNX Runtime computes with them as with those numbers, to the bit', async () => {
  const options = { dimensions: { N: 1, H: 64, W: 64 } };
  const halved = halveFilters(randomSegmenter(3));
  expect(halved.length).toBeLessThan(0.56 * randomSegmenter(3).length);
  const { outputs, weights, freeDimensions } = readOnnx(randomSegmenter(3), options);
  // Filter and bias take turns.
  const rounded = new Map(
    [...weights].map(([name, values]) => [name, /[02468]$/.test(name) ? nearestHalves(values) : values]),
  );
  const next = random(4);
  const image = { data: Float32Array.from({ length: 3 * 64 * 64 }, next), dims: [1, 3, 64, 64] };
  const run = async (bytes: Uint8Array) => {
    const session = await createSession(bytes);
    const { probability } = await session.run({ image });
    await session.release();
    return probability!.data;
  };
  expect(await run(halved)).toEqual(await run(writeOnnx(outputs, { weights: rounded, freeDimensions })));
});

it('only filters are halved: biases and constants are float32', () => {
  const { graph } = decodeModel(halveFilters(exampleFile()));
  const types = Object.fromEntries(graph!.initializer.map(({ name, dataType }) => [name, dataType]));
  expect(types).toMatchObject({ 'filter.float16': DataType.float16, gamma: DataType.float });
});

it('what 16 bits cannot hold is refused', () => {
  const y = conv2d(input('x', [1, 1, 2, 2]), parameter('w', [1, 1, 1, 2]));
  const file = (value: number) => writeOnnx({ y }, { weights: new Map([['w', Float32Array.of(1, value)]]) });
  expect(() => halveFilters(file(1e5))).toThrow(RangeError);
  expect(() => halveFilters(file(Number.NaN))).toThrow(RangeError);
  expect(() => halveFilters(file(65504))).not.toThrow();
});
