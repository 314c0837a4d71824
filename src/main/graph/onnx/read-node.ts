import { constant, parameter } from '../operators.ts';
import { elementCount, type Shape, type Tensor } from '../tensor.ts';
import { DataType, type OnnxAttribute, type OnnxNode, type OnnxTensorData } from './schema.ts';

/** What an ONNX file asks for and the graph cannot express, or what the file lacks. */
export class ReadError extends Error {
  override readonly name = 'ReadError';
}

/** A tensor with its values in the file: an initializer or the value of a Constant node. */
export interface StoredTensor {
  readonly name: string;
  readonly shape: Shape;
  /** Int64 as numbers. */
  readonly values: Float32Array | Float16Array | Uint8Array | Int8Array | Int32Array | readonly number[];
  /** A part of the graph rather than a weight. */
  readonly literal: boolean;
}

export function readStoredTensor(data: OnnxTensorData, name: string, literal: boolean): StoredTensor {
  if (data.dataLocation === 1) {
    throw new ReadError(`the values of '${name}' are in another file, expected them inside the model`);
  }
  const values = readValues(data, name);
  const count = elementCount(data.dims);
  if (values.length !== count) {
    throw new ReadError(
      `'${name}' has ${values.length} values, expected ${count} for [${data.dims.join(', ')}]`,
    );
  }
  return { name, shape: data.dims, values, literal };
}

/** A copy of a file's bytes, which need not be aligned to their numbers. */
const aligned = (bytes: Uint8Array) => new Uint8Array(bytes).buffer;

function readFloats({ rawData, floatData = [] }: OnnxTensorData): Float32Array {
  if (floatData.length > 0) return Float32Array.from(floatData);
  return new Float32Array(aligned(rawData), 0, Math.floor(rawData.length / 4));
}

/** 16 bits: in a list each in a number of its own. */
function readHalves({ rawData, int32Data = [] }: OnnxTensorData): Float16Array {
  const bits = int32Data.length > 0 ? Uint16Array.from(int32Data).buffer : aligned(rawData);
  return new Float16Array(bits, 0, Math.floor(bits.byteLength / 2));
}

function readValues(data: OnnxTensorData, name: string): StoredTensor['values'] {
  const { dataType, rawData, int32Data = [], int64Data = [] } = data;
  switch (dataType) {
    case DataType.float:
      return readFloats(data);
    case DataType.float16:
      return readHalves(data);
    case DataType.uint8:
      return int32Data.length > 0 ? Uint8Array.from(int32Data) : new Uint8Array(rawData);
    case DataType.int8:
      return int32Data.length > 0 ? Int8Array.from(int32Data) : new Int8Array(aligned(rawData));
    case DataType.int32:
      if (int32Data.length > 0) return Int32Array.from(int32Data);
      return new Int32Array(aligned(rawData), 0, Math.floor(rawData.length / 4));
    case DataType.int64:
      if (int64Data.length > 0) return int64Data;
      return Array.from(new BigInt64Array(aligned(rawData), 0, Math.floor(rawData.length / 8)), Number);
    default:
      throw new ReadError(
        `'${name}' has the data type ${dataType}, expected 1 (float32), 2, 3 (bytes), 6 (int32), 7 (int64) or 10 (float16)`,
      );
  }
}

/** The tensors of a graph that is being read, by name. */
export class Scope {
  readonly weights = new Map<string, Float32Array>();
  private readonly stored = new Map<string, StoredTensor>();
  private readonly tensors = new Map<string, Tensor>();

  define(name: string, tensor: Tensor): void {
    this.tensors.set(name, tensor);
  }

  store(tensor: StoredTensor): void {
    this.stored.set(tensor.name, tensor);
  }

  isStored(name: string): boolean {
    return this.stored.has(name);
  }

  tensor(name: string): Tensor {
    const known = this.tensors.get(name);
    if (known) return known;
    const { shape, values, literal } = this.storedTensor(name);
    if (!(values instanceof Float32Array)) {
      const found = values instanceof Float16Array ? 'float16' : 'integers';
      throw new ReadError(`'${name}' holds ${found}, expected float32`);
    }
    if (!literal) this.weights.set(name, values);
    const tensor = literal ? constant(values, shape) : parameter(name, shape);
    this.tensors.set(name, tensor);
    return tensor;
  }

  storedTensor(name: string): StoredTensor {
    const stored = this.stored.get(name);
    if (stored) return stored;
    throw new ReadError(
      this.tensors.has(name)
        ? `'${name}' is computed, expected a constant`
        : `there is no tensor '${name}' before this point`,
    );
  }
}

/** One ONNX node as its rule sees it: inputs by position, attributes by name with ONNX's default. */
export class NodeReader {
  private readonly node: OnnxNode;
  private readonly scope: Scope;

  constructor(node: OnnxNode, scope: Scope) {
    this.node = node;
    this.scope = scope;
  }

  has(index: number): boolean {
    return Boolean(this.node.input[index]);
  }

  tensor(index: number): Tensor {
    return this.scope.tensor(this.inputName(index));
  }

  /** The first `count` inputs, and no more may be there. */
  tensors(count: number): Tensor[] {
    if (this.node.input.length !== count) {
      throw new ReadError(`expected ${count} inputs, found ${this.node.input.length}`);
    }
    return this.allTensors();
  }

  allTensors(): Tensor[] {
    return this.node.input.map((_, index) => this.tensor(index));
  }

  /** An input that is a constant or a weight, undefined when it is computed. */
  stored(index: number): StoredTensor | undefined {
    const name = this.inputName(index);
    return this.scope.isStored(name) ? this.scope.storedTensor(name) : undefined;
  }

  /** The values of an input that is a constant. */
  values(index: number): readonly number[] {
    return Array.from(this.scope.storedTensor(this.inputName(index)).values);
  }

  int(name: string, byDefault: number): number {
    return this.find(name)?.i ?? byDefault;
  }

  float(name: string, byDefault: number): number {
    return this.find(name)?.f ?? byDefault;
  }

  ints(name: string, byDefault: readonly number[]): readonly number[] {
    return this.find(name)?.ints ?? byDefault;
  }

  string(name: string, byDefault: string): string {
    const bytes = this.find(name)?.s;
    return bytes ? new TextDecoder().decode(bytes) : byDefault;
  }

  /** The attribute `name` must have one of the values that the graph can express. */
  expectOneOf(name: string, found: string | number | readonly number[], expected: readonly string[]): void {
    if (!expected.includes(String(found))) {
      throw new ReadError(
        `${name} is '${found}', expected ${expected.map((value) => `'${value}'`).join(' or ')}`,
      );
    }
  }

  private inputName(index: number): string {
    const name = this.node.input[index];
    if (!name) throw new ReadError(`input ${index} is missing`);
    return name;
  }

  private find(name: string): OnnxAttribute | undefined {
    return this.node.attribute.find((attribute) => attribute.name === name);
  }
}
