import { type Diagnosis, diagnoses } from '../../shared/domain.ts';
import { createRandom, type Random } from '../../shared/random.ts';
import type { Canvas } from '../imaging/canvas.ts';
import type { Mask, Raster } from '../imaging/raster.ts';
import { styleSize } from '../networks/generator.ts';
import type { Values } from '../runtime/session.ts';
import { fitStyleCoder, type StyleCoder, type StyledImage, styleFeatures } from './style.ts';

/** A photograph with its mask, larger than the canvas it is trained on by `oversampling`. */
export interface SynthesizerImage {
  readonly photograph: Raster;
  readonly mask: Mask;
  readonly fov: Mask;
  readonly diagnosis: Diagnosis;
}

/** Photographs are kept larger than they are shown, so that turning them does not blur them. */
export const oversampling = 1.5;
const maxTurn = (10 * Math.PI) / 180;
const maxMagnification = 0.08;
const colourJitter = 0.06;
/** Normal numbers drawn once; a step takes its noise from a random place among them. */
const noisePool = 1 << 21;
/** Draws of every photograph from which the style code is fitted. */
const drawsForStyle = 8;
const streams = { noise: 101, style: 102 } as const;

interface Sample extends StyledImage {
  /** [height, width], 0 or 1. */
  readonly mask: Float32Array;
}

/** Fills the inputs of `compileSynthesizerStep` with turned, mirrored and recoloured photographs. */
export class SynthesizerBatch {
  readonly feeds: Record<
    'image' | 'mask' | 'fov' | 'noise' | 'diagnosis' | 'otherDiagnosis' | 'style',
    Values
  >;
  readonly #images: readonly SynthesizerImage[];
  readonly #samples: readonly Sample[];
  readonly #coder: StyleCoder;
  readonly #noise: Float32Array;

  constructor(images: readonly SynthesizerImage[], count: number, canvas: Canvas, seed: number) {
    const { width, height } = canvas;
    const values = (channels: number, w = width, h = height): Values => ({
      data: new Float32Array(count * channels * w * h),
      dims: [count, channels, h, w],
    });
    const [image, mask, fov] = [values(3), values(1), values(1)];
    this.feeds = {
      image,
      mask,
      fov,
      noise: values(1),
      diagnosis: values(3, 1, 1),
      otherDiagnosis: values(3, 1, 1),
      style: values(styleSize, 1, 1),
    };
    this.#images = images;
    this.#samples = Array.from({ length: count }, (_, index) => ({
      width,
      height,
      image: part(image, index),
      mask: part(mask, index),
      fov: part(fov, index),
    }));
    const random = createRandom(seed, streams.noise);
    this.#noise = Float32Array.from({ length: noisePool }, () => random.normal());
    this.#coder = this.#fitStyle(createRandom(seed, streams.style));
  }

  fill(random: Random): void {
    this.#samples.forEach((sample, index) => {
      const image = this.#images[random.integer(this.#images.length)]!;
      drawSample(image, sample, random);
      part(this.feeds.style, index).set(this.#coder.code(styleFeatures(sample)));
      const own = diagnoses.indexOf(image.diagnosis);
      oneHot(part(this.feeds.diagnosis, index), own);
      oneHot(part(this.feeds.otherDiagnosis, index), (own + 1 + random.integer(2)) % 3);
      this.#fillNoise(part(this.feeds.noise, index), random);
    });
  }

  #fillNoise(noise: Float32Array, random: Random): void {
    let at = random.integer(noisePool);
    for (let i = 0; i < noise.length; i++, at++) noise[i] = this.#noise[at & (noisePool - 1)]!;
  }

  #fitStyle(random: Random): StyleCoder {
    const [sample] = this.#samples as [Sample];
    const features: Float64Array[] = [];
    for (let draw = 0; draw < drawsForStyle; draw++) {
      for (const image of this.#images) {
        drawSample(image, sample, random);
        features.push(styleFeatures(sample));
      }
    }
    return fitStyleCoder(features);
  }
}

function part({ data, dims }: Values, index: number): Float32Array {
  const length = data.length / dims[0]!;
  return data.subarray(index * length, (index + 1) * length);
}

function oneHot(values: Float32Array, index: number): void {
  values.fill(0);
  values[index] = 1;
}

function drawSample(image: SynthesizerImage, sample: Sample, random: Random): void {
  const { width, height } = sample;
  const turn = random.between(-maxTurn, maxTurn);
  const scale = oversampling / random.between(1 - maxMagnification, 1 + maxMagnification);
  const [flipX, flipY] = [random.integer(2) * 2 - 1, random.integer(2) * 2 - 1];
  const [xx, xy] = [flipX * scale * Math.cos(turn), -flipX * scale * Math.sin(turn)];
  const [yx, yy] = [flipY * scale * Math.sin(turn), flipY * scale * Math.cos(turn)];
  const levels = jitteredLevels(random);
  for (let row = 0, at = 0; row < height; row++) {
    const v = row - (height - 1) / 2;
    for (let column = 0; column < width; column++, at++) {
      const u = column - (width - 1) / 2;
      const x = (image.fov.width - 1) / 2 + xx * u + xy * v;
      const y = (image.fov.height - 1) / 2 + yx * u + yy * v;
      samplePixel(image, sample, at, x, y, levels);
    }
  }
}

/** The value in -1..1 of each of 256 levels, after a random change of brightness and contrast of the channel. */
function jitteredLevels(random: Random): readonly Float32Array[] {
  return [0, 1, 2].map(() => {
    const gain = random.between(1 - colourJitter, 1 + colourJitter);
    const shift = random.between(-colourJitter, colourJitter);
    return Float32Array.from({ length: 256 }, (_, level) =>
      Math.min(1, Math.max(-1, (level / 127.5 - 1) * gain + shift)),
    );
  });
}

/** Bilinear; black, without vessels, beyond the photograph and its field of view. */
function samplePixel(
  { photograph, mask, fov }: SynthesizerImage,
  sample: Sample,
  at: number,
  x: number,
  y: number,
  levels: readonly Float32Array[],
): void {
  const { width, height } = fov;
  const plane = sample.width * sample.height;
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [right, below] = [x - left, y - top];
  const isInside = left >= 0 && top >= 0 && left + 1 < width && top + 1 < height;
  const from = top * width + left;
  const mix = (data: Uint8Array, i: number, across: number, down: number) =>
    (1 - below) * ((1 - right) * data[i]! + right * data[i + across]!) +
    below * ((1 - right) * data[i + down]! + right * data[i + down + across]!);
  const isSeen = isInside && mix(fov.data, from, 1, width) >= 0.5;
  sample.fov[at] = isSeen ? 1 : 0;
  sample.mask[at] = isSeen && mix(mask.data, from, 1, width) >= 0.5 ? 1 : 0;
  for (let channel = 0; channel < 3; channel++) {
    const level = isSeen ? mix(photograph.data, 3 * from + channel, 3, 3 * width) : 0;
    sample.image[channel * plane + at] = isSeen ? interpolated(levels[channel]!, level) : -1;
  }
}

function interpolated(table: Float32Array, level: number): number {
  const low = Math.min(254, Math.floor(level));
  return table[low]! + (level - low) * (table[low + 1]! - table[low]!);
}
