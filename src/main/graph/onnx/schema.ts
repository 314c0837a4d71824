/**
 * The part of the ONNX file format (onnx.proto3, IR version 9) that networks need, for protobufjs.
 * Fields that are not listed are skipped when reading.
 */
import protobuf from 'protobufjs/light.js';

const field = (id: number, type: string) => ({ id, type });
const repeated = (id: number, type: string) => ({ id, type, rule: 'repeated' });
/** proto2 writers (ONNX's own) do not pack numbers; readers accept both forms. */
const unpacked = (id: number, type: string) => ({ ...repeated(id, type), options: { packed: false } });

const root = protobuf.Root.fromJSON({
  nested: {
    Model: {
      fields: {
        irVersion: field(1, 'int64'),
        producerName: field(2, 'string'),
        graph: field(7, 'Graph'),
        opsetImport: repeated(8, 'OperatorSet'),
        metadataProps: repeated(14, 'Entry'),
      },
    },
    OperatorSet: { fields: { domain: field(1, 'string'), version: field(2, 'int64') } },
    Entry: { fields: { key: field(1, 'string'), value: field(2, 'string') } },
    Graph: {
      fields: {
        node: repeated(1, 'Node'),
        name: field(2, 'string'),
        initializer: repeated(5, 'TensorData'),
        input: repeated(11, 'ValueInfo'),
        output: repeated(12, 'ValueInfo'),
      },
    },
    Node: {
      fields: {
        input: repeated(1, 'string'),
        output: repeated(2, 'string'),
        name: field(3, 'string'),
        opType: field(4, 'string'),
        attribute: repeated(5, 'Attribute'),
        domain: field(7, 'string'),
      },
    },
    Attribute: {
      fields: {
        name: field(1, 'string'),
        f: field(2, 'float'),
        i: field(3, 'int64'),
        s: field(4, 'bytes'),
        t: field(5, 'TensorData'),
        ints: unpacked(8, 'int64'),
        type: field(20, 'int32'),
      },
    },
    TensorData: {
      fields: {
        dims: unpacked(1, 'int64'),
        dataType: field(2, 'int32'),
        floatData: repeated(4, 'float'),
        int32Data: repeated(5, 'int32'),
        int64Data: repeated(7, 'int64'),
        name: field(8, 'string'),
        rawData: field(9, 'bytes'),
        dataLocation: field(14, 'int32'),
      },
    },
    ValueInfo: { fields: { name: field(1, 'string'), type: field(2, 'ValueType') } },
    ValueType: { fields: { tensorType: field(1, 'TensorType') } },
    TensorType: { fields: { elemType: field(1, 'int32'), shape: field(2, 'TensorShape') } },
    TensorShape: { fields: { dim: repeated(1, 'Dimension') } },
    Dimension: { fields: { dimValue: field(1, 'int64'), dimParam: field(2, 'string') } },
  },
});

/** AttributeProto.AttributeType. */
export const AttributeType = { float: 1, int: 2, string: 3, tensor: 4, ints: 7 } as const;
/** TensorProto.DataType. */
export const DataType = { float: 1, uint8: 2, int8: 3, int32: 6, int64: 7, float16: 10 } as const;

/** The names of a graph's literal tensors in our files; all other initializers are weights. */
export const constantName = (index: number) => `constant_${index}`;
export const isConstantName = (name: string) => /^constant_\d+$/.test(name);

export interface OnnxAttribute {
  name: string;
  type: number;
  f?: number;
  i?: number;
  s?: Uint8Array;
  t?: OnnxTensorData | null;
  ints?: number[];
}

export interface OnnxNode {
  name: string;
  opType: string;
  domain?: string;
  input: string[];
  output: string[];
  attribute: OnnxAttribute[];
}

export interface OnnxTensorData {
  name: string;
  dims: number[];
  dataType: number;
  /** Little-endian values; empty where another writer chose one of the lists below. */
  rawData: Uint8Array;
  floatData?: number[];
  /** Bytes too. */
  int32Data?: number[];
  int64Data?: number[];
  /** 1: in another file. */
  dataLocation?: number;
}

export interface OnnxValueInfo {
  name: string;
  type: { tensorType: { elemType: number; shape: OnnxShape | null } | null } | null;
}

export interface OnnxShape {
  dim: { dimValue?: number; dimParam?: string }[];
}

export interface OnnxModel {
  irVersion: number;
  producerName: string;
  opsetImport: { domain: string; version: number }[];
  metadataProps: { key: string; value: string }[];
  graph: OnnxGraph;
}

export interface OnnxGraph {
  name: string;
  node: OnnxNode[];
  initializer: OnnxTensorData[];
  input: OnnxValueInfo[];
  output: OnnxValueInfo[];
}

const modelType = root.lookupType('Model');

export function encodeModel(model: OnnxModel): Uint8Array {
  // The schema is checked against the interface by the round-trip tests; protobufjs types it as a bag.
  return modelType.encode(model as unknown as Record<string, unknown>).finish();
}

/** What a file may lack is null: protobufjs checks the types of what is there, not that it is there. */
export type DecodedModel = Omit<OnnxModel, 'graph'> & { graph: OnnxGraph | null };

/** @throws Error of protobufjs when the bytes are not a protocol buffer of this schema. */
export function decodeModel(bytes: Uint8Array): DecodedModel {
  const message = modelType.decode(bytes);
  return modelType.toObject(message, { longs: Number, arrays: true, defaults: true }) as DecodedModel;
}
