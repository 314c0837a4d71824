import { FundusError } from '../../../shared/errors.ts';
import { input } from '../operators.ts';
import { ShapeError } from '../shapes.ts';
import type { Tensor } from '../tensor.ts';
import { NodeReader, ReadError, readStoredTensor, Scope, type StoredTensor } from './read-node.ts';
import { readRules } from './read-rules.ts';
import {
  DataType,
  type DecodedModel,
  decodeModel,
  isConstantName,
  type OnnxGraph,
  type OnnxNode,
  type OnnxValueInfo,
} from './schema.ts';
import type { OnnxOptions } from './write.ts';

/** A network as it is in a file: the graph, and apart from it the values of its parameters. */
export interface OnnxNetwork {
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs: Readonly<Record<string, Tensor>>;
  readonly weights: Map<string, Float32Array>;
  readonly metadata: Readonly<Record<string, string>>;
  /** Which dimensions the file leaves free, as `writeOnnx` takes them. */
  readonly freeDimensions: NonNullable<OnnxOptions['freeDimensions']>;
}

export interface ReadOptions {
  /** The length that each free dimension is given in the graph, by its name: { N: 1, H: 512, W: 512 }. */
  readonly dimensions?: Readonly<Record<string, number>>;
  /** The file that the bytes are from, for error messages. */
  readonly file?: string;
}

/** Older operator sets give Pad and Slice their arguments another way. */
const oldestOpset = 11;
const onnxDomains = ['', 'ai.onnx'];

/**
 * Reads an ONNX file of the operators in read-rules.ts. Initializers become parameters under their own names,
 * except those that `writeOnnx` named as constants. Of int8 files it reads weights and rounded values, not what
 * `writeOnnx` puts in the engine's own forms where it moves bytes: pooling, enlarging, padding (`byteRules` in write.ts).
 * @throws FundusError 'bad-model' that names what is wrong: a damaged file, an operator or attribute that the
 * graph cannot express, a tensor that is missing, shapes that do not fit, a free dimension without a length.
 */
export function readOnnx(bytes: Uint8Array, { dimensions = {}, file }: ReadOptions = {}): OnnxNetwork {
  return reading(file, () => {
    const model = decode(bytes);
    const graph = expectGraph(model);
    const metadata = Object.fromEntries(model.metadataProps.map(({ key, value }) => [key, value]));
    return { ...readGraph(graph, dimensions), metadata };
  });
}

/** What can be said of a network without giving its free dimensions lengths. */
export interface OnnxDescription {
  /** The length of each dimension, or its name where it is free. */
  readonly inputs: Readonly<Record<string, readonly (number | string)[]>>;
  readonly outputs: readonly string[];
  /** ONNX's names. */
  readonly operators: ReadonlySet<string>;
}

/** @throws FundusError 'bad-model' when this is no ONNX file or a damaged one */
export function describeOnnx(bytes: Uint8Array, { file }: Pick<ReadOptions, 'file'> = {}): OnnxDescription {
  return reading(file, () => {
    const graph = expectGraph(decode(bytes));
    const dims = (info: OnnxValueInfo) =>
      dimensionsOf(info)?.map(({ dimParam, dimValue = 0 }) => dimParam || dimValue) ?? [];
    return {
      inputs: Object.fromEntries(fedInputs(graph).map((info) => [info.name, dims(info)])),
      outputs: graph.output.map(({ name }) => name),
      operators: new Set(graph.node.map(({ opType }) => opType)),
    };
  });
}

function reading<T>(file: string | undefined, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ReadError)) throw error;
    throw new FundusError('bad-model', `cannot read the network: ${error.message}`, {
      cause: error,
      ...(file === undefined ? {} : { file }),
    });
  }
}

function decode(bytes: Uint8Array): DecodedModel {
  try {
    return decodeModel(bytes);
  } catch (cause) {
    throw new ReadError('this is not an ONNX file, or it is damaged or incomplete', { cause });
  }
}

function expectGraph({ graph, opsetImport }: DecodedModel): OnnxGraph {
  if (!graph) throw new ReadError('this is not an ONNX file: it has no graph');
  const opset = opsetImport.find(({ domain }) => onnxDomains.includes(domain))?.version;
  if (opset === undefined) throw new ReadError('the file is incomplete: it does not name its operator set');
  if (opset < oldestOpset) {
    throw new ReadError(`its operator set is ${opset}, expected ${oldestOpset} or newer`);
  }
  return graph;
}

function readGraph(graph: OnnxGraph, dimensions: Readonly<Record<string, number>>) {
  const scope = new Scope();
  for (const data of graph.initializer) {
    scope.store(readStoredTensor(data, data.name, isConstantName(data.name)));
  }
  const fed = fedInputs(graph);
  const inputs = Object.fromEntries(fed.map((info) => [info.name, readInput(info, dimensions)]));
  for (const [name, tensor] of Object.entries(inputs)) scope.define(name, tensor);
  readNodes(graph, scope);
  if (graph.output.length === 0) throw new ReadError('the graph has no output');
  return {
    inputs,
    outputs: Object.fromEntries(graph.output.map(({ name }) => [name, scope.tensor(name)])),
    weights: scope.weights,
    freeDimensions: Object.fromEntries([...fed, ...graph.output].flatMap(readFreeDimensions)),
  };
}

/** Before IR version 4 weights were listed among the inputs too. */
function fedInputs({ input, initializer }: OnnxGraph): OnnxValueInfo[] {
  const stored = new Set(initializer.map(({ name }) => name));
  return input.filter(({ name }) => !stored.has(name));
}

const dimensionsOf = (info: OnnxValueInfo) => info.type?.tensorType?.shape?.dim;

function readInput(info: OnnxValueInfo, dimensions: Readonly<Record<string, number>>): Tensor {
  const shape = dimensionsOf(info)?.map(({ dimParam, dimValue = 0 }, axis) => {
    const length = dimParam ? dimensions[dimParam] : dimValue;
    if (length !== undefined && length > 0) return length;
    throw new ReadError(
      `dimension ${axis} of input '${info.name}'${dimParam ? ` ('${dimParam}')` : ''} has no length`,
    );
  });
  if (!shape) throw new ReadError(`input '${info.name}' has no shape`);
  return input(info.name, shape);
}

function readFreeDimensions(info: OnnxValueInfo): [string, (string | null)[]][] {
  const names = dimensionsOf(info)?.map(({ dimParam }) => dimParam || null) ?? [];
  return names.some((name) => name !== null) ? [[info.name, names]] : [];
}

/** An int8 network in the engine's own forms is said to be one. */
function readNodes({ node: nodes }: OnnxGraph, scope: Scope): void {
  try {
    for (const node of nodes) readNode(node, scope);
  } catch (error) {
    const isInt8 = nodes.some(({ opType }) => opType === 'QuantizeLinear');
    if (!isInt8 || !(error instanceof ReadError)) throw error;
    throw new ReadError(
      `this is an int8 network for the engine alone, expected the float32 one (${error.message})`,
      { cause: error },
    );
  }
}

function readNode(node: OnnxNode, scope: Scope): void {
  try {
    const [output, ...others] = node.output.filter((name) => name !== '');
    if (output === undefined || others.length > 0) throw new ReadError('expected one output');
    const value = node.attribute.find(({ name }) => name === 'value')?.t;
    if (node.opType === 'Constant' && value) scope.store(readStoredTensor(value, output, true));
    else {
      const expanded = expandedWeights(node, scope);
      if (expanded) scope.store({ ...expanded, name: output });
      else scope.define(output, ruleFor(node)(new NodeReader(node, scope)));
    }
  } catch (error) {
    if (!(error instanceof ReadError || error instanceof ShapeError)) throw error;
    throw new ReadError(`node '${node.name || node.output[0]}' (${node.opType}): ${error.message}`);
  }
}

/** What a Cast to float32 makes of weights that the file keeps in 16 bits, see `halveFilters`. */
function expandedWeights({ opType, input, attribute }: OnnxNode, scope: Scope): StoredTensor | undefined {
  const [name = ''] = input;
  if (opType !== 'Cast' || !scope.isStored(name)) return undefined;
  const isToFloat = attribute.some((own) => own.name === 'to' && own.i === DataType.float);
  const stored = scope.storedTensor(name);
  if (!isToFloat || !(stored.values instanceof Float16Array)) return undefined;
  return { ...stored, values: Float32Array.from(stored.values) };
}

function ruleFor({ opType, domain = '' }: OnnxNode) {
  const known = onnxDomains.includes(domain) && Object.hasOwn(readRules, opType);
  const rule = known ? readRules[opType] : undefined;
  if (!rule) throw new ReadError(`unknown operator${domain ? ` of the domain '${domain}'` : ''}`);
  return rule;
}
