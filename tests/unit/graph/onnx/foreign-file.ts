import { encodeModel, type OnnxModel } from '../../../../src/main/graph/onnx/schema.ts';

export type Node = OnnxModel['graph']['node'][number];

const attributeTypes = { number: 2, string: 3, object: 7 } as const;

function attribute(name: string, value: number | string | number[]) {
  const type = attributeTypes[typeof value as keyof typeof attributeTypes];
  if (typeof value === 'number') return { name, type, i: value, f: value };
  return typeof value === 'string'
    ? { name, type, s: new TextEncoder().encode(value) }
    : { name, type, ints: value };
}

export function node(
  opType: string,
  inputs: string[],
  attributes: Record<string, number | string | number[]> = {},
): Node {
  const list = Object.entries(attributes).map(([name, value]) => attribute(name, value));
  return { name: 'it', opType, input: inputs, output: ['y'], attribute: list };
}

export const int64 = (name: string, ...values: number[]) => ({
  name,
  dims: [values.length],
  dataType: 7,
  int64Data: values,
  rawData: new Uint8Array(),
});
export const float = (name: string, dims: number[], value = 0) => ({
  name,
  dims,
  dataType: 1,
  floatData: new Array<number>(dims.reduce((a, b) => a * b, 1)).fill(value),
  rawData: new Uint8Array(),
});

/** A file as another program may write it: one node from x [1,4,6,6] to y. */
export function foreignFile(
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
