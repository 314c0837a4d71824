import { applyRule, type Shape, type Tensor, type TensorOf, topologicalOrder } from '../tensor.ts';
import { ModelEmitter } from './emitter.ts';
import { DataType, encodeModel } from './schema.ts';
import { writeOnBytes } from './write-bytes.ts';
import { libraryDomain, libraryRules } from './write-library-rules.ts';
import { writeRules } from './write-rules.ts';

/** Operator set 17: the newest in which reductions still take their axes as attributes. */
const opset = 17;
const irVersion = 9;

export interface OnnxOptions {
  /** Weights to store in the file; a parameter that is not among them becomes an input. */
  readonly weights?: ReadonlyMap<string, Float32Array>;
  /** Names for dimensions that are free at run time, by input or output: { image: ['N', null, 'H', 'W'] }. */
  readonly freeDimensions?: Readonly<Record<string, readonly (string | null)[]>>;
  readonly metadata?: Readonly<Record<string, string>>;
  /** Inputs of whole numbers from 0 to 255 that are given as bytes, which become float32 where they are computed with. */
  readonly bytes?: readonly string[];
  /**
   * Who runs the file: ONNX Runtime on a CPU (the default), or a library of kernels for GPUs, which is given the few
   * operators of write-library-rules.ts in the place of their rewritings for the former.
   */
  readonly target?: 'runtime' | 'library';
}

function valueInfo(
  name: string,
  shape: Shape,
  free: readonly (string | null)[] | undefined,
  elemType: number = DataType.float,
) {
  const dim = shape.map((length, axis) => {
    const dimParam = free?.[axis];
    return dimParam ? { dimParam } : { dimValue: length };
  });
  return { name, type: { tensorType: { elemType, shape: { dim } } } };
}

/**
 * Writes the graph that computes `outputs` as an ONNX file. Inputs and parameters keep their names. Values are
 * float32 and the graph's shapes are fixed at those it was built with, except `freeDimensions`.
 */
export function writeOnnx(outputs: Readonly<Record<string, Tensor>>, options: OnnxOptions = {}): Uint8Array {
  const emitter = new ModelEmitter();
  const { graph } = emitter;
  const names = new Map<Tensor, string>();
  for (const tensor of topologicalOrder(Object.values(outputs))) {
    names.set(tensor, writeTensor(tensor, names, emitter, options));
  }
  for (const [name, tensor] of Object.entries(outputs)) {
    emitter.claim(name);
    // An output has its own name even where the same tensor is wanted twice or is an input.
    const input = [emitter.asValues(names.get(tensor)!)];
    graph.node.push({ name, opType: 'Identity', input, output: [name], attribute: [] });
    graph.output.push(valueInfo(name, tensor.shape, options.freeDimensions?.[name]));
  }
  return encodeModel({
    irVersion,
    producerName: 'fundus-studio',
    opsetImport: [
      { domain: '', version: opset },
      ...(options.target === 'library' ? [{ domain: libraryDomain, version: 1 }] : []),
    ],
    metadataProps: Object.entries(options.metadata ?? {}).map(([key, value]) => ({ key, value })),
    graph,
  });
}

function writeTensor(
  tensor: Tensor,
  names: ReadonlyMap<Tensor, string>,
  emitter: ModelEmitter,
  { weights, freeDimensions, target, bytes }: OnnxOptions,
): string {
  switch (tensor.operator) {
    case 'constant':
      return emitter.floats(tensor.attributes.values, tensor.shape);
    case 'integerParameter':
      return writeIntegerParameter(tensor, emitter);
    case 'input':
    case 'parameter': {
      const { name } = tensor.attributes;
      emitter.claim(name);
      const values = tensor.operator === 'parameter' ? weights?.get(name) : undefined;
      if (values) return emitter.initializer(name, values, tensor.shape);
      const isBytes = bytes?.includes(name) ?? false;
      const type = isBytes ? DataType.uint8 : DataType.float;
      emitter.graph.input.push(valueInfo(name, tensor.shape, freeDimensions?.[name], type));
      return isBytes
        ? emitter.dequantize({ name, scale: emitter.floats([1], []), zeroPoint: emitter.byte(0) })
        : name;
    }
    default: {
      const inputs = tensor.inputs.map((x) => names.get(x)!);
      const rules = target === 'library' ? libraryRules : writeRules;
      return writeOnBytes(tensor, inputs, emitter) ?? applyRule(rules, tensor, inputs, emitter);
    }
  }
}

/** The integers under the parameter's own name, brought to float32 by a scale for each of the first axis. */
function writeIntegerParameter(
  { attributes: { name, values, scales }, shape }: TensorOf<'integerParameter'>,
  emitter: ModelEmitter,
): string {
  emitter.claim(name);
  return emitter.node(
    'DequantizeLinear',
    [emitter.initializer(name, values, shape), emitter.floats(scales, [scales.length])],
    { axis: 0 },
  );
}
