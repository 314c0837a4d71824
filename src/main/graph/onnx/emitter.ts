/** What the rules write an operator through, and the graph that comes of it. */
import type { Shape } from '../tensor.ts';
import { AttributeType, constantName, DataType, type OnnxAttribute, type OnnxModel } from './schema.ts';

/** The names of the scale and the zero point of a U8 code. */
export interface ByteCode {
  readonly scale: string;
  readonly zeroPoint: string;
}

export const isSameCode = (a: ByteCode, b: ByteCode) => a.scale === b.scale && a.zeroPoint === b.zeroPoint;

export interface Bytes extends ByteCode {
  readonly name: string;
}

/** A tensor that is written when it is known in which form it is wanted. */
export interface Deferred {
  /** Written already, as bytes. */
  readonly bytes?: Bytes;
  /** Writes it as float32. */
  readonly asValues: () => string;
  /** Writes it as bytes of this code. */
  readonly asBytes?: (code: ByteCode) => string;
}

/** What a rule writes through: it hands out names and collects nodes and constants. */
export interface Emitter {
  /** Adds an ONNX node with one output and returns the output's name. `opType` may be led by a domain: 'fundus.Step'. */
  node(
    opType: string,
    inputs: readonly string[],
    attributes?: Readonly<Record<string, number | readonly number[] | string>>,
  ): string;
  /** A float attribute, which JavaScript's numbers cannot tell from an integer. */
  floats(values: ArrayLike<number>, dims: Shape): string;
  integers(values: readonly number[]): string;
  /** A U8 scalar. */
  byte(value: number): string;
  /** A name for a tensor that is written as float32 when a node uses the name, if one does. */
  defer(deferred: Deferred): string;
  /** Float32 values as bytes of this code. */
  quantize(name: string, code: ByteCode): string;
  /** Bytes as the float32 values that they stand for, deferred. */
  dequantize(bytes: Bytes): string;
  /** The bytes of a deferred tensor. */
  bytesOf(name: string): Bytes | undefined;
}

/** Marks an attribute as float in an emitter's `attributes`: keys listed here are written as floats. */
const floatAttributes = new Set(['alpha', 'beta', 'epsilon', 'below', 'above']);

function attribute(name: string, value: number | readonly number[] | string): OnnxAttribute {
  if (typeof value === 'string') {
    return { name, type: AttributeType.string, s: new TextEncoder().encode(value) };
  }
  if (typeof value !== 'number') return { name, type: AttributeType.ints, ints: [...value] };
  return floatAttributes.has(name)
    ? { name, type: AttributeType.float, f: value }
    : { name, type: AttributeType.int, i: value };
}

type TensorValues = Float32Array | Uint8Array | Int8Array | Int32Array | BigInt64Array;

const bytesOf = (values: TensorValues) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength);

function dataTypeOf(values: TensorValues): number {
  if (values instanceof Float32Array) return DataType.float;
  if (values instanceof Uint8Array) return DataType.uint8;
  if (values instanceof Int8Array) return DataType.int8;
  return values instanceof Int32Array ? DataType.int32 : DataType.int64;
}

/** Collects the nodes and constants of one ONNX graph. */
export class ModelEmitter implements Emitter {
  private readonly names = new Set<string>();
  readonly graph: OnnxModel['graph'] = { name: 'network', node: [], initializer: [], input: [], output: [] };
  private readonly constants = new Map<string, string>();
  private readonly deferred = new Map<string, Deferred>();
  private readonly written = new Map<string, string>();

  node(opType: string, inputs: readonly string[], attributes: Parameters<Emitter['node']>[2] = {}): string {
    const input = inputs.map((name) => this.asValues(name));
    const name = `${opType}_${this.graph.node.length}`;
    const [type, domain] = opType.split('.').reverse() as [string, string?];
    this.graph.node.push({
      name,
      opType: type,
      ...(domain === undefined ? {} : { domain }),
      input,
      output: [name],
      attribute: Object.entries(attributes).map(([key, value]) => attribute(key, value)),
    });
    return name;
  }

  floats(values: ArrayLike<number>, dims: Shape): string {
    const data = Float32Array.from(values);
    const add = () => this.initializer(constantName(this.graph.initializer.length), data, dims);
    return data.length === 1 ? this.once(`float ${data[0]} ${dims.join()}`, add) : add();
  }

  integers(values: readonly number[]): string {
    return this.once(`int ${values.join()}`, () =>
      this.initializer(constantName(this.graph.initializer.length), BigInt64Array.from(values, BigInt), [
        values.length,
      ]),
    );
  }

  byte(value: number): string {
    return this.once(`byte ${value}`, () =>
      this.initializer(constantName(this.graph.initializer.length), Uint8Array.of(value), []),
    );
  }

  defer(deferred: Deferred): string {
    const name = `deferred ${this.deferred.size}`;
    this.deferred.set(name, deferred);
    return name;
  }

  quantize(name: string, code: ByteCode): string {
    const { bytes, asBytes } = this.deferred.get(name) ?? {};
    if (bytes && isSameCode(bytes, code)) return bytes.name;
    return asBytes?.(code) ?? this.node('QuantizeLinear', [name, code.scale, code.zeroPoint]);
  }

  dequantize(bytes: Bytes): string {
    const asValues = () => this.node('DequantizeLinear', [bytes.name, bytes.scale, bytes.zeroPoint]);
    return this.defer({ bytes, asValues });
  }

  bytesOf(name: string): Bytes | undefined {
    return this.deferred.get(name)?.bytes;
  }

  /** The name that the tensor has as float32, written before if it is not yet. */
  asValues(name: string): string {
    const deferred = this.deferred.get(name);
    if (!deferred) return name;
    const written = this.written.get(name) ?? deferred.asValues();
    this.written.set(name, written);
    return written;
  }

  initializer(name: string, values: TensorValues, dims: Shape): string {
    this.graph.initializer.push({
      name,
      dims: [...dims],
      dataType: dataTypeOf(values),
      rawData: bytesOf(values),
    });
    return name;
  }

  /** @throws Error when another tensor has the name. */
  claim(name: string): void {
    if (this.names.has(name)) throw new Error(`writeOnnx: two tensors are named '${name}'`);
    this.names.add(name);
  }

  private once(key: string, create: () => string): string {
    const name = this.constants.get(key) ?? create();
    this.constants.set(key, name);
    return name;
  }
}
