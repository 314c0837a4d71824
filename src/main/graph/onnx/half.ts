import { elementCount } from '../tensor.ts';
import {
  AttributeType,
  DataType,
  decodeModel,
  encodeModel,
  isConstantName,
  type OnnxNode,
  type OnnxTensorData,
} from './schema.ts';

const largestHalf = 65504;

/**
 * The same network with its filters in 16 bits (IEEE 754 binary16, rounded to nearest), each followed by a Cast to
 * float32 under its old name. It computes in float32 as before: ONNX Runtime does the casts once, when it opens the
 * file, and `readOnnx` when it reads it. Biases and the graph's constants, a thousandth of the file, stay as they are.
 * @param onnx a float32 network as `writeOnnx` makes it
 * @throws RangeError for a weight that 16 bits cannot hold
 */
export function halveFilters(onnx: Uint8Array): Uint8Array {
  const { graph, ...model } = decodeModel(onnx);
  if (!graph) throw new TypeError('halveFilters: the file has no graph');
  const casts: OnnxNode[] = [];
  const initializer = graph.initializer.map((tensor) => {
    if (!isFilter(tensor)) return tensor;
    const name = `${tensor.name}.float16`;
    casts.push({
      name: `${tensor.name}.cast`,
      opType: 'Cast',
      input: [name],
      output: [tensor.name],
      attribute: [{ name: 'to', type: AttributeType.int, i: DataType.float }],
    });
    return { ...tensor, name, dataType: DataType.float16, rawData: halved(tensor) };
  });
  return encodeModel({ ...model, graph: { ...graph, initializer, node: [...casts, ...graph.node] } });
}

function halved({ name, rawData }: OnnxTensorData): Uint8Array {
  const values = new Float32Array(new Uint8Array(rawData).buffer);
  if (values.some((value) => !(Math.abs(value) <= largestHalf))) {
    throw new RangeError(`halveFilters: a value of '${name}' is beyond ${largestHalf}`);
  }
  return new Uint8Array(new Float16Array(values).buffer);
}

const isFilter = ({ name, dataType, dims }: OnnxTensorData) =>
  dataType === DataType.float && !isConstantName(name) && dims.length > 1 && elementCount(dims) > 1;
