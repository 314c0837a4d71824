import { type Diagnosis, diagnoses } from '../../shared/domain.ts';
import { createRandom } from '../../shared/random.ts';
import type { Mask, Raster } from '../imaging/raster.ts';
import type { NetworkSession } from '../runtime/session.ts';

/** All that an image depends on, besides the network. */
export interface ImageRecipe {
  /** Vessels, at the size of the image. */
  readonly mask: Mask;
  /** Field of view, of that size. */
  readonly fov: Mask;
  readonly diagnosis: Diagnosis;
  /** As many numbers as the network's card says. */
  readonly style: readonly number[];
  /** Chooses the noise; an integer, taken modulo 2^32. */
  readonly seed: number;
}

/** Streams of an image's seed, so that what is drawn for one does not move the other. */
const styleStream = 0;
const noiseStream = 1;
const nearStream = 2;

/** Networks do not learn what lies beyond: rarer than one number in twenty. */
const styleLimit = 2;

const limited = (value: number) => Math.max(-styleLimit, Math.min(styleLimit, value));

/** The style that goes with a seed: standard normal numbers, cut off at -2 and 2. */
export function drawStyle(seed: number, size: number): number[] {
  const random = createRandom(seed, styleStream);
  return Array.from({ length: size }, () => limited(random.normal()));
}

/** Standard deviation of each number about a style that is varied; 1 would be another style altogether. */
const nearness = 0.3;

/** A style near another one, by a seed: its numbers with normal noise of deviation 0.3, cut off at -2 and 2. */
export function drawStyleNear(style: readonly number[], seed: number): number[] {
  const random = createRandom(seed, nearStream);
  return style.map((value) => limited(value + nearness * random.normal()));
}

/**
 * Makes one image; black outside the field of view. The same recipe and network give the same image, bit for bit,
 * on processors of the same instruction sets.
 * @param session inputs `mask`, `fov`, `noise` [1, 1, H, W], `diagnosis` [1, 3, 1, 1], `style` [1, S, 1, 1];
 *   output `image` [1, 3, H, W] in -1..1
 */
export async function synthesizeImage(session: NetworkSession, recipe: ImageRecipe): Promise<Raster> {
  const { mask, fov, style, seed } = recipe;
  const { width, height } = mask;
  const plane = (data: Float32Array) => ({ data, dims: [1, 1, height, width] });
  const code = (values: readonly number[]) => ({
    data: Float32Array.from(values),
    dims: [1, values.length, 1, 1],
  });
  const { image } = await session.run({
    mask: plane(Float32Array.from(mask.data)),
    fov: plane(Float32Array.from(fov.data)),
    noise: plane(drawNoise(seed, width * height)),
    diagnosis: code(diagnoses.map((diagnosis) => (diagnosis === recipe.diagnosis ? 1 : 0))),
    style: code(style),
  });
  return toRaster(image!.data, width, height);
}

function drawNoise(seed: number, count: number): Float32Array {
  const random = createRandom(seed, noiseStream);
  const noise = new Float32Array(count);
  for (let i = 0; i < count; i++) noise[i] = random.normal();
  return noise;
}

/** From [3, H, W] in -1..1 to interleaved bytes. */
export function toRaster(planes: Float32Array, width: number, height: number): Raster {
  const pixels = width * height;
  const data = new Uint8Array(3 * pixels);
  for (let channel = 0; channel < 3; channel++) {
    for (let i = 0; i < pixels; i++) {
      data[3 * i + channel] = Math.round((planes[channel * pixels + i]! + 1) * 127.5);
    }
  }
  return { width, height, channels: 3, data };
}

/**
 * The style of a photograph: the mean of what the encoder says.
 * @param session input `image` [1,3,H,W] in -1..1, output `mean` [1,S,1,1]
 * @param raster RGB or grey, on the synthesizer's canvas
 * @param fov of the same size; outside of it the network is shown black
 */
export async function encodeStyle(session: NetworkSession, raster: Raster, fov: Mask): Promise<number[]> {
  const { width, height } = raster;
  const { mean } = await session.run(
    { image: { data: toPlanes(raster, fov), dims: [1, 3, height, width] } },
    ['mean'],
  );
  return [...mean!.data];
}

/** From interleaved bytes to [3, H, W] in -1..1, -1 outside the field of view. */
function toPlanes({ width, height, channels, data }: Raster, fov: Mask): Float32Array {
  const pixels = width * height;
  const planes = new Float32Array(3 * pixels).fill(-1);
  for (let channel = 0; channel < 3; channel++) {
    const from = channels === 1 ? 0 : channel;
    for (let i = 0; i < pixels; i++) {
      if (fov.data[i] === 1) planes[channel * pixels + i] = data[i * channels + from]! / 127.5 - 1;
    }
  }
  return planes;
}
