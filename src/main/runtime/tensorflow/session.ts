import * as tf from '@tensorflow/tfjs-core';
import { FundusError } from '../../../shared/errors.ts';
import { describeOnnx, type OnnxDescription, readOnnx } from '../../graph/onnx/read.ts';
import type { Outputs } from '../../graph/passes/rewrite.ts';
import { topologicalOrder } from '../../graph/tensor.ts';
import type { ByteValues, NetworkSession, Values } from '../session.ts';
import { Interpreter } from './interpreter.ts';

type Feeds = Readonly<Record<string, Values | ByteValues>>;

function run(interpreter: Interpreter, feeds: Feeds, names: readonly string[]): Record<string, Values> {
  const inputs = Object.fromEntries(
    Object.entries(feeds).map(([name, { data, dims }]) => [name, tf.tensor(data, [...dims], 'float32')]),
  );
  try {
    const outputs = interpreter.run(inputs, names);
    return Object.fromEntries(names.map((name) => [name, takeValues(outputs[name]!)]));
  } finally {
    tf.dispose(inputs);
  }
}

function takeValues(tensor: tf.Tensor): Values {
  const data = tensor.dataSync<'float32'>();
  tensor.dispose();
  return { data, dims: tensor.shape };
}

/**
 * A graph without parameters, such as a training step.
 * @param backend the name that TensorFlow.js has for it
 */
export async function openGraph(backend: string, outputs: Outputs): Promise<NetworkSession> {
  await tf.setBackend(backend);
  const interpreter = new Interpreter(outputs);
  const inputNames = topologicalOrder(Object.values(outputs)).flatMap((tensor) =>
    tensor.operator === 'input' ? [tensor.attributes.name] : [],
  );
  return {
    inputNames: [...new Set(inputNames)],
    async run(feeds, names = Object.keys(outputs)) {
      await tf.setBackend(backend);
      return run(interpreter, feeds, names);
    },
    release: async () => interpreter.dispose(),
  };
}

/**
 * The network of an ONNX file, as a graph for the sizes that it is run with.
 * @param backend the name that TensorFlow.js has for it
 * @throws FundusError 'bad-model' for a file that the graph cannot express, and for one of integers
 */
export function openFile(backend: string, bytes: Uint8Array, file: string | undefined): NetworkSession {
  const where = file === undefined ? {} : { file };
  const description = describeOnnx(bytes, where);
  if (description.operators.has('DequantizeLinear')) {
    throw new FundusError('bad-model', 'This network is int8, which TensorFlow.js cannot compute with', {
      ...where,
      hint: 'choose the float32 network that it was made from, or ONNX Runtime',
    });
  }
  const network = new SizedNetwork(bytes, description);
  return {
    inputNames: Object.keys(description.inputs),
    async run(feeds, names = description.outputs) {
      await tf.setBackend(backend);
      return run(network.forSizeOf(feeds), feeds, names);
    },
    release: async () => network.dispose(),
  };
}

/** Keeps the interpreter of the size that was last asked for. */
class SizedNetwork {
  readonly #bytes: Uint8Array;
  readonly #description: OnnxDescription;
  #size: string | undefined;
  #interpreter: Interpreter | undefined;

  constructor(bytes: Uint8Array, description: OnnxDescription) {
    this.#bytes = bytes;
    this.#description = description;
  }

  forSizeOf(feeds: Feeds): Interpreter {
    const dimensions = this.#dimensionsOf(feeds);
    const size = JSON.stringify(dimensions);
    if (this.#interpreter && this.#size === size) return this.#interpreter;
    this.dispose();
    const { outputs, weights } = readOnnx(this.#bytes, { dimensions });
    this.#interpreter = new Interpreter(outputs, parametersOf(outputs, weights));
    this.#size = size;
    return this.#interpreter;
  }

  dispose(): void {
    this.#interpreter?.dispose();
    this.#interpreter = undefined;
  }

  /** The lengths of the file's free dimensions, by name. */
  #dimensionsOf(feeds: Feeds): Record<string, number> {
    const dimensions: Record<string, number> = {};
    for (const [name, dims] of Object.entries(this.#description.inputs)) {
      dims.forEach((dimension, axis) => {
        const length = feeds[name]?.dims[axis];
        if (typeof dimension === 'string' && length !== undefined) dimensions[dimension] = length;
      });
    }
    return dimensions;
  }
}

function parametersOf(outputs: Outputs, weights: ReadonlyMap<string, Float32Array>) {
  const parameters: Record<string, tf.Tensor> = {};
  for (const tensor of topologicalOrder(Object.values(outputs))) {
    if (tensor.operator !== 'parameter') continue;
    const { name } = tensor.attributes;
    parameters[name] = tf.tensor(weights.get(name)!, [...tensor.shape]);
  }
  return parameters;
}
