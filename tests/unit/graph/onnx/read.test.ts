import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OnnxNetwork, type ReadOptions, readOnnx } from '../../../../src/main/graph/onnx/read.ts';
import { decodeModel, encodeModel, type OnnxModel } from '../../../../src/main/graph/onnx/schema.ts';
import { writeOnnx } from '../../../../src/main/graph/onnx/write.ts';
import {
  add,
  affine,
  batchNorm,
  constant,
  conv2d,
  conv2dInputGradient,
  input,
  maxPool,
  multiply,
  padAll,
  parameter,
  relu,
  slice,
  step,
  upsampleNearest,
} from '../../../../src/main/graph/operators.ts';
import { FundusError } from '../../../../src/shared/errors.ts';
import { evaluate } from '../../../parity/reference.ts';
import { randomGraphs } from '../random-graph.ts';

/** A network with weights, a literal, free dimensions and metadata. */
function exampleFile(): Uint8Array {
  const image = input('image', [1, 3, 8, 8]);
  const filter = parameter('filter', [2, 3, 3, 3]);
  const statistics = ['gamma', 'beta', 'mean', 'variance'].map((name) => parameter(name, [2]));
  const [gamma, beta, mean, variance] = statistics as [
    typeof filter,
    typeof filter,
    typeof filter,
    typeof filter,
  ];
  const normed = relu(batchNorm(conv2d(image, filter), gamma, beta, mean, variance, 1e-3));
  const weighted = multiply(upsampleNearest(maxPool(normed, 2), 2), constant([0.5, 2], [1, 2, 1, 1]));
  const weights = new Map(
    statistics.map((_, index) => [['gamma', 'beta', 'mean', 'variance'][index]!, Float32Array.of(1, 2)]),
  );
  weights.set(
    'filter',
    Float32Array.from({ length: 54 }, (_, i) => Math.sin(i)),
  );
  const free = ['N', null, 'H', 'W'];
  return writeOnnx(
    { weighted, normed },
    {
      weights,
      freeDimensions: { image: free, weighted: free },
      metadata: { card: '{"kind":"segmenter"}', licence: 'é' },
    },
  );
}

const dimensions = { N: 1, H: 8, W: 8 };
const rewritten = ({ outputs, weights, metadata, freeDimensions }: OnnxNetwork) =>
  writeOnnx(outputs, { weights, metadata, freeDimensions });

describe('an ONNX file', () => {
  it('is read and written back to the same bytes', () => {
    const bytes = exampleFile();
    expect(rewritten(readOnnx(bytes, { dimensions }))).toEqual(bytes);
  });

  it('is read and written back to the same bytes, whatever the graph', () => {
    fc.assert(
      fc.property(randomGraphs, ({ output, weights }) => {
        const bytes = writeOnnx({ output }, { weights });
        expect(rewritten(readOnnx(bytes))).toEqual(bytes);
      }),
      { numRuns: 200 },
    );
  });

  it('gives inputs, outputs, weights, metadata and free dimensions', () => {
    const network = readOnnx(exampleFile(), { dimensions: { N: 2, H: 16, W: 24 } });
    expect(network.inputs.image!.shape).toEqual([2, 3, 16, 24]);
    expect(network.outputs.weighted!.shape).toEqual([2, 2, 16, 24]);
    expect(Object.keys(network.outputs)).toEqual(['weighted', 'normed']);
    expect([...network.weights.keys()].sort()).toEqual(['beta', 'filter', 'gamma', 'mean', 'variance']);
    expect(network.weights.get('gamma')).toEqual(Float32Array.of(1, 2));
    expect(network.metadata).toEqual({ card: '{"kind":"segmenter"}', licence: 'é' });
    expect(network.freeDimensions.image).toEqual(['N', null, 'H', 'W']);
  });

  it('keeps what is computed, where the operators are written as others', () => {
    const x = input('x', [1, 2, 3, 4]);
    const [scale, shift] = [parameter('scale', [1, 2, 1, 1]), parameter('shift', [1, 2, 1, 1])];
    const filter = parameter('filter', [2, 3, 4, 4]);
    const geometry = { stride: 2, padding: padAll(1), height: 6, width: 8 };
    const outputs = {
      affine: affine(x, scale, shift),
      steps: add(step(x, 0.25, 1), add(step(x), step(x, 1, 0))),
      enlarged: conv2dInputGradient(x, filter, geometry),
      part: slice(x, [0, 1, 0, 1], [1, 2, 3, 3]),
    };
    const weights = new Map([
      ['scale', Float32Array.of(2, 3)],
      ['shift', Float32Array.of(-1, 1)],
      ['filter', Float32Array.from({ length: 96 }, (_, i) => Math.cos(i))],
    ]);
    const network = readOnnx(writeOnnx(outputs, { weights }));
    const feeds = { ...Object.fromEntries(weights), x: Array.from({ length: 24 }, (_, i) => Math.sin(i)) };
    const names = Object.keys(outputs) as (keyof typeof outputs)[];
    expect(
      evaluate(
        names.map((name) => network.outputs[name]!),
        feeds,
      ),
    ).toEqual(
      evaluate(
        names.map((name) => outputs[name]),
        feeds,
      ),
    );
  });
});

type Node = OnnxModel['graph']['node'][number];

const attributeTypes = { number: 2, string: 3, object: 7 } as const;

function attribute(name: string, value: number | string | number[]) {
  const type = attributeTypes[typeof value as keyof typeof attributeTypes];
  if (typeof value === 'number') return { name, type, i: value, f: value };
  return typeof value === 'string'
    ? { name, type, s: new TextEncoder().encode(value) }
    : { name, type, ints: value };
}

function node(
  opType: string,
  inputs: string[],
  attributes: Record<string, number | string | number[]> = {},
): Node {
  const list = Object.entries(attributes).map(([name, value]) => attribute(name, value));
  return { name: 'it', opType, input: inputs, output: ['y'], attribute: list };
}

const int64 = (name: string, ...values: number[]) => ({
  name,
  dims: [values.length],
  dataType: 7,
  int64Data: values,
  rawData: new Uint8Array(),
});
const float = (name: string, dims: number[], value = 0) => ({
  name,
  dims,
  dataType: 1,
  floatData: new Array<number>(dims.reduce((a, b) => a * b, 1)).fill(value),
  rawData: new Uint8Array(),
});

/** A file as another program may write it: one node from x [1,4,6,6] to y. */
function foreignFile(
  single: Node,
  initializer: OnnxModel['graph']['initializer'] = [],
  opset = 13,
): Uint8Array {
  const info = (name: string, dims: number[]) => ({
    name,
    type: { tensorType: { elemType: 1, shape: { dim: dims.map((dimValue) => ({ dimValue })) } } },
  });
  const graph = {
    name: 'g',
    node: [single],
    initializer,
    input: [info('x', [1, 4, 6, 6])],
    output: [info('y', [])],
  };
  return encodeModel({
    irVersion: 8,
    producerName: 'another',
    opsetImport: [{ domain: '', version: opset }],
    metadataProps: [],
    graph,
  });
}

describe('a file of another program:', () => {
  const weights = [float('w', [2, 4, 3, 3], 1), float('t', [4, 2, 2, 2], 1), float('b', [2], 1)];
  it.each<[string, Node, OnnxModel['graph']['initializer'], number[]]>([
    ['defaults of Conv', node('Conv', ['x', 'w']), weights, [1, 2, 4, 4]],
    ['a bias left out by an empty name', node('Conv', ['x', 'w', '']), weights, [1, 2, 4, 4]],
    [
      'ConvTranspose with a bias',
      node('ConvTranspose', ['x', 't', 'b'], { strides: [2, 2] }),
      weights,
      [1, 2, 12, 12],
    ],
    ['Resize to a size', node('Resize', ['x', '', '', 's']), [int64('s', 1, 4, 12, 12)], [1, 4, 12, 12]],
    ['ReduceMean without its axes', node('ReduceMean', ['x'], { axes: [-1, -2], keepdims: 0 }), [], [1, 4]],
    ['ReduceSum of everything', node('ReduceSum', ['x']), [], [1, 1, 1, 1]],
    ['Reshape with 0 and -1', node('Reshape', ['x', 's']), [int64('s', 0, -1)], [1, 144]],
    ['Concat along a negative axis', node('Concat', ['x', 'x'], { axis: -3 }), [], [1, 8, 6, 6]],
    [
      'Slice from the end',
      node('Slice', ['x', 's', 'e', 'a']),
      [int64('s', -2), int64('e', 2 ** 40), int64('a', -1)],
      [1, 4, 6, 2],
    ],
    ['Expand with fewer axes', node('Expand', ['x', 's']), [int64('s', 3, 1, 1, 1)], [3, 4, 6, 6]],
    ['a scalar', node('Mul', ['x', 'w0']), [float('w0', [], 2)], [1, 4, 6, 6]],
  ])('%s', (_, single, initializer, shape) => {
    expect(readOnnx(foreignFile(single, initializer)).outputs.y!.shape).toEqual(shape);
  });

  it('values of Constant nodes are part of the graph, not weights', () => {
    const constantNode = {
      ...node('Constant', []),
      output: ['c'],
      attribute: [{ name: 'value', type: 4, t: float('', [1], 3) }],
    };
    const model = decodeModel(foreignFile(node('Mul', ['x', 'c'])));
    model.graph!.node.unshift(constantNode);
    const network = readOnnx(encodeModel({ ...model, graph: model.graph! }));
    expect(network.weights.size).toBe(0);
    expect(evaluate([network.outputs.y!], { x: new Float32Array(144).fill(2) })[0]![0]).toBe(6);
  });

  it('a weight that is listed among the inputs too is a weight', () => {
    const model = decodeModel(foreignFile(node('Mul', ['x', 'w0']), [float('w0', [1], 2)]));
    model.graph!.input.push({ ...model.graph!.input[0]!, name: 'w0' });
    const network = readOnnx(encodeModel({ ...model, graph: model.graph! }));
    expect(Object.keys(network.inputs)).toEqual(['x']);
    expect([...network.weights.keys()]).toEqual(['w0']);
  });
});

function failure(bytes: Uint8Array, options?: ReadOptions): FundusError {
  try {
    readOnnx(bytes, options);
  } catch (error) {
    if (error instanceof FundusError) return error;
    throw error;
  }
  throw new Error('the file was read');
}

describe('a bad file is named as such:', () => {
  const w = [float('w', [2, 4, 3, 3])];
  it.each<[string, Uint8Array, string]>([
    ['unknown operator', foreignFile(node('Gather', ['x', 'x'])), "node 'it' (Gather): unknown operator"],
    [
      'operator of another domain',
      foreignFile({ ...node('Conv', ['x', 'w']), domain: 'com.microsoft' }, w),
      "unknown operator of the domain 'com.microsoft'",
    ],
    [
      'name of every object',
      foreignFile(node('constructor', ['x'])),
      "node 'it' (constructor): unknown operator",
    ],
    [
      'missing tensor',
      foreignFile(node('Add', ['x', 'lost'])),
      "node 'it' (Add): there is no tensor 'lost' before this point",
    ],
    ['missing input', foreignFile(node('Add', ['x'])), "node 'it' (Add): expected 2 inputs, found 1"],
    ['missing output', foreignFile({ ...node('Relu', ['x']), output: ['z'] }), "there is no tensor 'y'"],
    [
      'dilated convolution',
      foreignFile(node('Conv', ['x', 'w'], { dilations: [2, 2] }), w),
      "dilations is '2,2', expected '1,1'",
    ],
    [
      'automatic padding',
      foreignFile(node('Conv', ['x', 'w'], { auto_pad: 'SAME_UPPER' }), w),
      "auto_pad is 'SAME_UPPER'",
    ],
    [
      'overlapping pooling',
      foreignFile(node('MaxPool', ['x'], { kernel_shape: [3, 3], strides: [2, 2] })),
      "strides is '2,2', expected '3,3'",
    ],
    [
      'CRD order',
      foreignFile(node('DepthToSpace', ['x'], { blocksize: 2, mode: 'CRD' })),
      "mode is 'CRD', expected 'DCR'",
    ],
    [
      'bilinear resizing',
      foreignFile(node('Resize', ['x', '', 's'], { mode: 'linear' }), [float('s', [4], 1)]),
      "mode is 'linear'",
    ],
    ['computed shape', foreignFile(node('Reshape', ['x', 'x'])), "'x' is computed, expected a constant"],
    [
      'integer operand',
      foreignFile(node('Add', ['x', 's']), [int64('s', 1)]),
      "'s' is int64, expected float32",
    ],
    [
      'shapes that do not fit',
      foreignFile(node('Conv', ['x', 'w']), [float('w', [2, 3, 3, 3])]),
      'does not fit input [1, 4, 6, 6]',
    ],
    [
      'half precision',
      foreignFile(node('Conv', ['x', 'w']), [{ ...float('w', [2, 4, 3, 3]), dataType: 10 }]),
      "'w' has the data type 10",
    ],
    [
      'too few values',
      foreignFile(node('Conv', ['x', 'w']), [{ ...float('w', [1]), dims: [2, 4, 3, 3] }]),
      "'w' has 1 values, expected 72",
    ],
    [
      'values elsewhere',
      foreignFile(node('Conv', ['x', 'w']), [{ ...float('w', [1]), dataLocation: 1 }]),
      "values of 'w' are in another file",
    ],
    [
      'old operator set',
      foreignFile(node('Relu', ['x']), [], 9),
      'its operator set is 9, expected 11 or newer',
    ],
    [
      'two outputs',
      foreignFile({ ...node('MaxPool', ['x']), output: ['y', 'indices'] }),
      'expected one output',
    ],
    ['no bytes', new Uint8Array(), 'it has no graph'],
    ['text', new TextEncoder().encode('This is no network at all.\n'), 'not an ONNX file'],
  ])('%s', (_, bytes, message) => {
    const error = failure(bytes, { file: 'model.onnx' });
    expect(error.code).toBe('bad-model');
    expect(error.file).toBe('model.onnx');
    expect(error.message).toContain(message);
  });

  it('a free dimension without a length', () => {
    const error = failure(exampleFile(), { dimensions: { N: 1, H: 8 } });
    expect(error.message).toContain("dimension 3 of input 'image' ('W') has no length");
  });

  it('lengths of free dimensions that the network cannot take', () => {
    const error = failure(exampleFile(), { dimensions: { N: 1, H: 9, W: 8 } });
    expect(error.message).toContain('(MaxPool): maxPool: 9 x 8 cannot be pooled by 2');
  });
});

describe('a damaged file', () => {
  const bytes = exampleFile();

  /** Reading gives a network or the one error that callers expect. */
  function readOrRefuse(damaged: Uint8Array): OnnxNetwork | FundusError {
    try {
      return readOnnx(damaged, { dimensions });
    } catch (error) {
      if (error instanceof FundusError && error.code === 'bad-model') return error;
      throw error;
    }
  }

  it('that ends early within the graph or before its operator set is refused, wherever it ends', () => {
    const graphEnd = bytes.length - metadataLength(bytes);
    for (let length = 0; length < graphEnd; length++) {
      expect(readOrRefuse(bytes.subarray(0, length)), `${length} bytes`).toBeInstanceOf(FundusError);
    }
  });

  it('with changed bytes is read or refused, never anything else', () => {
    const change = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.nat({ max: 255 }));
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 4 }), (changes) => {
        const damaged = Uint8Array.from(bytes);
        for (const [index, value] of changes) damaged[index] = value;
        readOrRefuse(damaged);
      }),
      { numRuns: 2000 },
    );
  });
});

/** The metadata comes last in a file; without it a file is whole. */
function metadataLength(bytes: Uint8Array): number {
  const model = decodeModel(bytes);
  return bytes.length - encodeModel({ ...model, graph: model.graph!, metadataProps: [] }).length;
}
