import type { BenchmarkNetwork } from '../../shared/api/benchmark.ts';
import { throwIfCancelled } from '../../shared/progress.ts';
import { writeOnnx } from '../graph/onnx/write.ts';
import { input } from '../graph/operators.ts';
import { foldBatchNorm } from '../graph/passes/fold.ts';
import type { Outputs } from '../graph/passes/rewrite.ts';
import { toSubPixel } from '../graph/passes/sub-pixel.ts';
import type { Tensor } from '../graph/tensor.ts';
import { inferenceScope, type Scope } from '../networks/layers.ts';
import { kitPatchSide, kitPictureSide, kitSegmenter, kitSynthesizer } from '../networks/reference-kit.ts';
import { observeNetwork } from '../quantization/calibration.ts';
import { prepareNetwork, writeIntegerNetwork } from '../quantization/integer-network.ts';
import { hasExactByteProducts } from '../runtime/machine.ts';
import type { SessionOptions, Values } from '../runtime/session.ts';
import { kitMasks, kitPatches } from './kit-pictures.ts';
import { randomWeights } from './random-weights.ts';

export type KitNetworkName = Extract<BenchmarkNetwork, `kit-${string}`>;

export interface KitOptions {
  /** Of pictures in HRF's layout, for the ranges of the activations and to be timed on: the sample's. */
  readonly pictures: string;
  readonly signal: AbortSignal;
  /** Of the weights. */
  readonly seed?: number;
  /** Channels of the first layer; by default the kit's, 16 and 64. */
  readonly width?: number;
  readonly session?: SessionOptions;
}

/** One of the reference kit's networks as ONNX files, of random weights. The batch is free. */
export interface KitNetwork {
  /** As the kit runs it: batch normalisation folded, transposed convolutions as they are. */
  readonly fp32: Uint8Array;
  readonly int8: Uint8Array;
  /** The only input: its name, and its shape but for the batch. */
  readonly input: { readonly name: string; readonly shape: readonly [3, number, number] };
  /**
   * The float32 network with transposed convolutions as convolution and DepthToSpace, exactly: what the rewriting
   * brings without int8. A network that has none is as it was.
   */
  subPixel(): Uint8Array;
  /** Real pictures as a batch of any size, the same ones again where there are not as many. */
  feeds(batch: number): Record<string, Values>;
}

interface Definition {
  readonly side: number;
  readonly outputs: (scope: Scope, image: Tensor, width?: number) => Outputs;
  readonly pictures: (folder: string) => Promise<Float32Array[]>;
  /** How many pictures the statistics of batch normalisation and the ranges of activations are from. */
  readonly sampled: number;
}

const definitions: Readonly<Record<KitNetworkName, Definition>> = {
  'kit-segmenter': {
    side: kitPatchSide,
    outputs: (scope, image, width) => ({ ...kitSegmenter(scope, image, width) }),
    pictures: kitPatches,
    sampled: 16,
  },
  'kit-synthesizer': {
    side: kitPictureSide,
    outputs: (scope, image, width) => ({ image: kitSynthesizer(scope, image, width) }),
    pictures: kitMasks,
    sampled: 4,
  },
};

const inputName = 'picture';

/**
 * Makes one of the reference kit's networks, float32 and int8; takes from seconds to half a minute.
 * @throws FundusError as decoding the pictures does, 'cancelled'
 */
export async function kitNetwork(name: KitNetworkName, options: KitOptions): Promise<KitNetwork> {
  const { signal, seed = 1, width, session = {} } = options;
  const { side, outputs, pictures, sampled } = definitions[name];
  const all = await pictures(options.pictures);
  const feeds = (batch: number) => ({ [inputName]: batchOf(all, batch, side) });
  const build = (scope: Scope, batch: number) =>
    outputs(scope, input(inputName, [batch, 3, side, side]), width);
  throwIfCancelled(signal);
  const weights = await randomWeights((scope) => build(scope, sampled), feeds(sampled), seed, session);
  throwIfCancelled(signal);
  const folded = foldBatchNorm(build(inferenceScope, 1), weights);
  const fp32 = write(folded.outputs, folded.weights);
  return {
    fp32,
    subPixel: () => {
      const rewritten = toSubPixel(folded.outputs, folded.weights);
      return write(rewritten.outputs, rewritten.weights);
    },
    int8: await quantized(fp32, all.slice(0, sampled), options),
    input: { name: inputName, shape: [3, side, side] },
    feeds,
  };
}

function batchOf(pictures: readonly Float32Array[], batch: number, side: number): Values {
  const length = 3 * side * side;
  const data = new Float32Array(batch * length);
  for (let n = 0; n < batch; n++) data.set(pictures[n % pictures.length]!, n * length);
  return { data, dims: [batch, 3, side, side] };
}

function write(outputs: Outputs, weights: ReadonlyMap<string, Float32Array>): Uint8Array {
  const free = ['N', null, null, null];
  const freeDimensions = Object.fromEntries([inputName, ...Object.keys(outputs)].map((name) => [name, free]));
  return writeOnnx(outputs, { weights, freeDimensions });
}

async function quantized(
  fp32: Uint8Array,
  pictures: readonly Float32Array[],
  { signal, session = {} }: KitOptions,
): Promise<Uint8Array> {
  const network = prepareNetwork(fp32);
  const observed = await observeNetwork(network, network.groups, network.required, session);
  try {
    for (const picture of pictures) {
      throwIfCancelled(signal);
      const side = Math.sqrt(picture.length / 3);
      await observed.session.run({ [inputName]: batchOf([picture], 1, side) });
    }
  } finally {
    await observed.session.release();
  }
  const codes = { codeOf: observed.codes('percentile'), reduceRange: !hasExactByteProducts() };
  return writeIntegerNetwork(network, network.layers, codes);
}
