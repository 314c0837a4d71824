import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type OnnxNetwork, type ReadOptions, readOnnx } from '../../../../src/main/graph/onnx/read.ts';
import { decodeModel, encodeModel } from '../../../../src/main/graph/onnx/schema.ts';
import { FundusError } from '../../../../src/shared/errors.ts';
import { exampleDimensions, exampleFile } from './example-file.ts';
import { float, foreignFile, int64, node } from './foreign-file.ts';

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
    ['unknown operator', foreignFile(node('Unique', ['x', 'x'])), "node 'it' (Unique): unknown operator"],
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
      'bicubic resizing',
      foreignFile(node('Resize', ['x', '', 's'], { mode: 'cubic' }), [float('s', [4], 1)]),
      "mode is 'cubic'",
    ],
    [
      'bilinear resizing to corners',
      foreignFile(
        node('Resize', ['x', '', 's'], {
          mode: 'linear',
          coordinate_transformation_mode: 'align_corners',
        }),
        [float('s', [4], 1)],
      ),
      "coordinate_transformation_mode is 'align_corners'",
    ],
    ['computed shape', foreignFile(node('Reshape', ['x', 'x'])), "'x' is computed, expected a constant"],
    [
      'integer operand',
      foreignFile(node('Add', ['x', 's']), [int64('s', 1)]),
      "'s' holds integers, expected float32",
    ],
    [
      'shapes that do not fit',
      foreignFile(node('Conv', ['x', 'w']), [float('w', [2, 3, 3, 3])]),
      'does not fit input [1, 4, 6, 6]',
    ],
    [
      'half precision',
      foreignFile(node('Conv', ['x', 'w']), [
        {
          ...float('w', [2, 4, 3, 3]),
          dataType: 10,
          floatData: [],
          int32Data: new Array<number>(72).fill(0),
        },
      ]),
      "'w' holds float16, expected float32",
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
      return readOnnx(damaged, { dimensions: exampleDimensions });
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

it.each(['unet-hrf-int8', 'gan-hrf-int8'])('%s is named as an int8 network', (name) => {
  const file = new URL(`../../../../resources/models/${name}.onnx`, import.meta.url);
  const { code, message } = failure(readFileSync(file), { dimensions: { N: 1, H: 64, W: 64 } });
  expect(code).toBe('bad-model');
  expect(message).toMatch(/this is an int8 network .* expected the float32 one \(node '.*' \(\w+\): /);
});
