import { describe, expect, it } from 'vitest';
import { gradients } from '../../../../src/main/graph/gradients.ts';
import { decodeModel } from '../../../../src/main/graph/onnx/schema.ts';
import { writeOnnx } from '../../../../src/main/graph/onnx/write.ts';
import {
  add,
  conv2d,
  gather,
  input,
  leakyRelu,
  multiply,
  parameter,
  reduceSum,
  relu,
  reshape,
} from '../../../../src/main/graph/operators.ts';
import { createSession } from '../../../../src/main/runtime/session.ts';

const x = input('x', [2]);

const graphOf = (bytes: Uint8Array) => decodeModel(bytes).graph!;

describe('writeOnnx', () => {
  it('stores the weights that it is given and takes the other parameters as inputs', () => {
    const sum = add(x, add(parameter('stored', [2]), parameter('fed', [2])));
    const graph = graphOf(writeOnnx({ sum }, { weights: new Map([['stored', Float32Array.of(1, 2)]]) }));
    expect(graph.initializer.map(({ name }) => name)).toEqual(['stored']);
    expect(graph.input.map(({ name }) => name)).toEqual(['x', 'fed']);
  });

  it('gives one tensor under two names, and an input as an output', async () => {
    const y = relu(x);
    const session = await createSession(writeOnnx({ y, again: y, same: x }), { threads: 1 });
    const results = await session.run({ x: { data: Float32Array.of(-1, 2), dims: [2] } });
    await session.release();
    expect(results.y!.data).toEqual(Float32Array.of(0, 2));
    expect(results.again!.data).toEqual(Float32Array.of(0, 2));
    expect(results.same!.data).toEqual(Float32Array.of(-1, 2));
  });

  it('stores a scalar once', () => {
    const y = add(multiply(x, 0.5), multiply(relu(x), 0.5));
    expect(graphOf(writeOnnx({ y })).initializer).toHaveLength(1);
  });

  it('takes an input as bytes, and makes float32 only of what is gathered of it', async () => {
    const levels = reshape(input('levels', [3, 1, 2, 2]), [6, 2]);
    const outputs = { y: multiply(gather(levels, input('rows', [2])), 0.5) };
    const bytes = writeOnnx(outputs, { bytes: ['levels'] });
    const types = graphOf(bytes).node.map(({ opType }) => opType);
    expect(types.indexOf('DequantizeLinear')).toBeGreaterThan(types.indexOf('Gather'));
    const session = await createSession(bytes, { threads: 1 });
    const data = Uint8Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 254, 255);
    const { y } = await session.run({
      levels: { data, dims: [3, 1, 2, 2] },
      rows: { data: Float32Array.of(5, 0), dims: [2] },
    });
    await session.release();
    expect(y!.data).toEqual(Float32Array.of(127, 127.5, 0, 0.5));
  });

  it('leaves dimensions free', async () => {
    const image = input('image', [1, 1, 2, 2]);
    const free = ['N', null, 'H', 'W'];
    const bytes = writeOnnx({ y: relu(image) }, { freeDimensions: { image: free, y: free } });
    const session = await createSession(bytes, { threads: 1 });
    const { y } = await session.run({ image: { data: new Float32Array(30).fill(3), dims: [3, 1, 2, 5] } });
    await session.release();
    expect(y!.dims).toEqual([3, 1, 2, 5]);
  });

  it('writes the same bytes for the same graph', () => {
    const y = add(relu(x), parameter('w', [2]));
    const options = { weights: new Map([['w', Float32Array.of(1, 2)]]), metadata: { a: 'b' } };
    expect(writeOnnx({ y }, options)).toEqual(writeOnnx({ y }, options));
  });

  it('names for a library of kernels what that has and ONNX has not', () => {
    const [image, filter] = [input('image', [1, 2, 4, 4]), input('filter', [3, 2, 3, 3])];
    const [dImage, dFilter] = gradients(reduceSum(leakyRelu(conv2d(image, filter), 0.2)), [image, filter]);
    const model = decodeModel(writeOnnx({ dImage: dImage!, dFilter: dFilter! }, { target: 'library' }));
    const own = model.graph!.node.filter(({ domain }) => domain === 'fundus');
    expect(own.map(({ opType }) => opType).sort()).toEqual([
      'ConvFilterGradient',
      'ConvInputGradient',
      'Step',
    ]);
    expect(model.opsetImport).toContainEqual({ domain: 'fundus', version: 1 });
    const step = own.find(({ opType }) => opType === 'Step')!;
    expect(step.attribute.map(({ name, f }) => [name, f])).toEqual([
      ['below', Math.fround(0.2)],
      ['above', 1],
    ]);
  });

  it('refuses two tensors of one name', () => {
    expect(() => writeOnnx({ y: add(input('a', [2]), parameter('a', [2])) })).toThrow(
      "two tensors are named 'a'",
    );
    expect(() => writeOnnx({ x: relu(x) })).toThrow("two tensors are named 'x'");
  });
});
