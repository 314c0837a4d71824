import './telemetry.ts';
import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { FundusError } from '../../shared/errors.ts';
import { hasExactByteProducts } from './machine.ts';

/** A dense float32 tensor in row-major order. */
export interface Values {
  readonly data: Float32Array;
  readonly dims: readonly number[];
}

/** Whole numbers from 0 to 255 in a quarter of the space, for an input that takes them. */
export interface ByteValues {
  readonly data: Uint8Array;
  readonly dims: readonly number[];
}

export interface SessionOptions {
  /** Where to save the graph as ONNX Runtime rewrote it for this processor, an ONNX file of its own operators. */
  readonly optimizedModelFile?: string;
  /** Threads for one operator; by default all cores. */
  readonly threads?: number;
  /**
   * How far ONNX Runtime may rewrite the graph. 'all' also changes the memory layout of constant weights
   * (fastest for inference); 'extended' only fuses operators, which is what a training step needs.
   */
  readonly optimization?: 'extended' | 'all';
  /**
   * Whether the processor sums products of bytes exactly, by default as `hasExactByteProducts` says. Where it does not,
   * integer filters of 8 bits run as U8, whose sums are exact on every processor, but slower; those of 7 bits as ever.
   */
  readonly exactByteProducts?: boolean;
}

/** A network ready to run. `run` blocks the calling thread while it computes. */
export interface NetworkSession {
  readonly inputNames: readonly string[];
  run(
    feeds: Readonly<Record<string, Values | ByteValues>>,
    outputs?: readonly string[],
  ): Promise<Record<string, Values>>;
  release(): Promise<void>;
}

export const defaultThreads = () => availableParallelism();

function toFloat32(name: string, tensor: Tensor | undefined): Values {
  if (!(tensor?.data instanceof Float32Array)) {
    throw new FundusError('bad-model', `output '${name}' is ${tensor?.type ?? 'missing'}, expected float32`);
  }
  return { data: tensor.data, dims: tensor.dims };
}

/**
 * Opens an ONNX file, given as its bytes or its path.
 * @throws FundusError 'bad-model' when ONNX Runtime cannot load it, 'not-found' when there is no such file
 */
export async function createSession(
  model: Uint8Array | string,
  options: SessionOptions = {},
): Promise<NetworkSession> {
  const session = await openSession(model, options);
  return {
    inputNames: session.inputNames,
    async run(feeds, outputs = session.outputNames) {
      const tensors = Object.fromEntries(
        Object.entries(feeds).map(([name, { data, dims }]) => [
          name,
          data instanceof Uint8Array ? new Tensor('uint8', data, dims) : new Tensor('float32', data, dims),
        ]),
      );
      const results = await session.run(tensors, [...outputs]);
      return Object.fromEntries(outputs.map((name) => [name, toFloat32(name, results[name])]));
    },
    release: () => session.release(),
  };
}

async function openSession(
  model: Uint8Array | string,
  {
    threads = defaultThreads(),
    optimization = 'all',
    optimizedModelFile,
    exactByteProducts = hasExactByteProducts(),
  }: SessionOptions,
) {
  const options: InferenceSession.SessionOptions = {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: optimization,
    logSeverityLevel: 3,
    // ONNX Runtime has this for processors without VNNI, but would slow down those with it as well.
    extra: { session: { x64quantprecision: exactByteProducts ? '0' : '1' } },
    ...(optimizedModelFile === undefined ? {} : { optimizedModelFilePath: optimizedModelFile }),
  };
  try {
    return typeof model === 'string'
      ? await InferenceSession.create(model, options)
      : await InferenceSession.create(model, options);
  } catch (cause) {
    if (typeof model === 'string' && !existsSync(model)) {
      throw new FundusError('not-found', 'A network of the project is missing', {
        file: model,
        hint: 'restore the project folder from a backup',
        cause,
      });
    }
    throw new FundusError('bad-model', `ONNX Runtime cannot load the network: ${(cause as Error).message}`, {
      cause,
      ...(typeof model === 'string' ? { file: model } : {}),
    });
  }
}
