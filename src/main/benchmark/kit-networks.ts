import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BenchmarkNetwork } from '../../shared/api/benchmark.ts';
import { FundusError } from '../../shared/errors.ts';
import { throwIfCancelled } from '../../shared/progress.ts';
import { createRandom } from '../../shared/random.ts';
import { writeOnnx } from '../graph/onnx/write.ts';
import { input, parameter } from '../graph/operators.ts';
import { foldBatchNorm } from '../graph/passes/fold.ts';
import type { Outputs } from '../graph/passes/rewrite.ts';
import { toSubPixel } from '../graph/passes/sub-pixel.ts';
import { elementCount, type Tensor } from '../graph/tensor.ts';
import { decodeImage, decodeMask } from '../imaging/decode.ts';
import type { Raster } from '../imaging/raster.ts';
import { resizeMask, resizeRaster } from '../imaging/resize.ts';
import { inferenceScope, type Scope } from '../networks/layers.ts';
import { kitPatchSide, kitPictureSide, kitSegmenter, kitSynthesizer } from '../networks/reference-kit.ts';
import { observeNetwork } from '../quantization/calibration.ts';
import { prepareNetwork, writeIntegerNetwork } from '../quantization/integer-network.ts';
import { hasExactByteProducts } from '../runtime/machine.ts';
import { createSession, type SessionOptions, type Values } from '../runtime/session.ts';

export type KitNetworkName = Extract<BenchmarkNetwork, `kit-${string}`>;

export interface KitOptions {
  /** Folder of pictures in HRF's layout, for the ranges of the activations and to be timed on: the sample's. */
  readonly pictures: string;
  readonly signal: AbortSignal;
  /** Chooses the weights. */
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

/**
 * Weights for a network that nobody trained, by name: drawn from a seed, and the statistics of batch normalisation
 * measured on a batch, so that values keep the size that they have in a trained one.
 * @param build the network's function; its inputs must have the sizes of the batch
 * @param batch its inputs by name
 */
export async function randomWeights(
  build: (scope: Scope) => unknown,
  batch: Readonly<Record<string, Values>>,
  seed: number,
  options: SessionOptions = {},
): Promise<Map<string, Float32Array>> {
  const random = createRandom(seed);
  const weights = new Map<string, Float32Array>();
  const statistics: Record<string, Tensor> = {};
  build({
    training: true,
    weight: (name, shape, initial) => {
      if (!weights.has(name)) weights.set(name, initial(elementCount(shape), random));
      return parameter(name, shape);
    },
    statistic: (name, shape) => parameter(name, shape),
    observe: (name, value) => {
      statistics[name] = value;
    },
  });
  const session = await createSession(writeOnnx(statistics, { weights }), options);
  try {
    for (const [name, { data }] of Object.entries(await session.run(batch))) weights.set(name, data);
  } finally {
    await session.release();
  }
  return weights;
}

/** The kit brings all pictures to one size, patches are cut from that. */
const side = kitPictureSide;
const area = side * side;

/** Full paths of a folder's pictures, by name. */
async function filesIn(folder: string): Promise<string[]> {
  const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
  if (names.length === 0) {
    throw new FundusError('no-data', 'The folder has no pictures', { file: folder });
  }
  return names.map((name) => join(folder, name));
}

/** How far from the edges patches lie: beyond it photographs are dark. */
const margin = side / 8;

/**
 * Patches of photographs as the kit's segmenter is given them: [3,48,48] each, 0..1. They lie side by side, the first
 * of all photographs before the second of each. Without the kit's equalisation of histograms, which changes no time.
 * @param folder photographs in `images`
 */
export async function kitPatches(folder: string): Promise<Float32Array[]> {
  const photographs: Raster[] = [];
  for (const file of await filesIn(join(folder, 'images'))) {
    photographs.push(await resizeRaster(await decodeImage(file), side, side));
  }
  const patches: Float32Array[] = [];
  for (let top = margin; top + kitPatchSide <= side - margin; top += kitPatchSide) {
    for (let left = margin; left + kitPatchSide <= side - margin; left += kitPatchSide) {
      patches.push(...photographs.map((photograph) => patchOf(photograph, left, top)));
    }
  }
  return patches;
}

function patchOf({ data, channels }: Raster, left: number, top: number): Float32Array {
  const perPlane = kitPatchSide * kitPatchSide;
  return Float32Array.from({ length: 3 * perPlane }, (_, index) => {
    const [y, x] = [Math.floor((index % perPlane) / kitPatchSide), index % kitPatchSide];
    const channel = Math.min(Math.floor(index / perPlane), channels - 1);
    return data[((top + y) * side + left + x) * channels + channel]! / 255;
  });
}

/**
 * Vessel masks as the kit's synthesizer is given them: [3,512,512] each, -1 and 1.
 * @param folder annotations in `manual1`
 */
export async function kitMasks(folder: string): Promise<Float32Array[]> {
  const masks: Float32Array[] = [];
  for (const file of await filesIn(join(folder, 'manual1'))) {
    const { data } = resizeMask(await decodeMask(file), side, side);
    masks.push(Float32Array.from({ length: 3 * area }, (_, index) => 2 * data[index % area]! - 1));
  }
  return masks;
}
