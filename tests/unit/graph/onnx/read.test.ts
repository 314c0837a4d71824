import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OnnxNetwork, readOnnx } from '../../../../src/main/graph/onnx/read.ts';
import { decodeModel, encodeModel, type OnnxModel } from '../../../../src/main/graph/onnx/schema.ts';
import { writeOnnx } from '../../../../src/main/graph/onnx/write.ts';
import { forwardCases, type OperatorCase, operatorCases } from '../../../parity/cases.ts';
import { dataOf, difference, randomFeeds } from '../../../parity/compare.ts';
import { evaluate } from '../../../parity/reference.ts';
import { randomGraphs } from '../random-graph.ts';
import { exampleDimensions, exampleFile } from './example-file.ts';
import { float, foreignFile, int64, type Node, node } from './foreign-file.ts';

const rewritten = ({ outputs, weights, metadata, freeDimensions }: OnnxNetwork) =>
  writeOnnx(outputs, { weights, metadata, freeDimensions });

describe('an ONNX file', () => {
  it('is read and written back to the same bytes', () => {
    const bytes = exampleFile();
    expect(rewritten(readOnnx(bytes, { dimensions: exampleDimensions }))).toEqual(bytes);
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
});

/** Written as matrix products of shifted copies, or as a convolution with a reversed filter: for training alone. */
const unreadable = ({ operator, output }: OperatorCase) =>
  operator === 'conv2dFilterGradient' ||
  operator === 'spatialDot' ||
  (output.operator === 'conv2dInputGradient' && output.attributes.stride === 1);

it.each([...operatorCases, ...forwardCases].filter((one) => !unreadable(one)))(
  'what is computed by $name is read back',
  ({ output, inputs, range }) => {
    const feeds = dataOf(randomFeeds(inputs, range));
    const [y] = evaluate([readOnnx(writeOnnx({ y: output })).outputs.y!], feeds);
    expect(difference(y!, evaluate([output], feeds)[0]!)).toBeLessThan(1e-6);
  },
);

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
