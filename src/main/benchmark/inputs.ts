import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { diagnoses } from '../../shared/domain.ts';
import { createRandom, type Random } from '../../shared/random.ts';
import { fitToCanvas, placeMask } from '../imaging/canvas.ts';
import type { Mask } from '../imaging/raster.ts';
import { drawStyle } from '../inference/synthesize-image.ts';
import type { Workload } from './plan.ts';
import type { InputFile } from './variant.ts';

/** A photograph as the segmenter sees it: at its working scale, normalised. */
export interface Picture {
  /** [3, height, width]. */
  readonly image: Float32Array;
  /** The field of view, of the photograph's size, as the vessels. */
  readonly fov: Mask;
  readonly vessels: Mask;
}

/** One input of a network: items one after the other, each of the size that `dims` says. */
export interface InputValues {
  readonly name: string;
  /** Without the batch. */
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

type Shape = Pick<Workload, 'shape' | 'width' | 'height'>;

/** Different patches in a batch; a larger one has them again. */
const patchCount = 64;
const seed = 1;

/** What the segmenter is given: the middle of the photograph, or patches of it inside the field of view. */
export function segmenterInputs({ image, fov }: Picture, { shape, width, height }: Shape): InputValues[] {
  const corners = shape === 'image' ? [middle(fov, width, height)] : patchCorners(fov, width, height);
  const planes = [0, 1, 2].map((channel) =>
    image.subarray(channel * fov.data.length, (channel + 1) * fov.data.length),
  );
  const cuts = corners.flatMap((corner) => planes.map((plane) => cut(plane, fov, corner, width, height)));
  return [{ name: 'image', dims: [3, height, width], data: joined(cuts) }];
}

/** What the synthesizer is given: the photograph's vessels on a canvas, or patches of a canvas of 512 pixels. */
export function synthesizerInputs(
  { fov, vessels }: Picture,
  { shape, width, height }: Shape,
  styleSize: number,
): InputValues[] {
  const canvas = shape === 'image' ? { width, height } : { width: 512, height: 512 };
  const placement = fitToCanvas(fov, canvas);
  const field = placeMask(fov, placement);
  const corners = shape === 'image' ? [{ left: 0, top: 0 }] : patchCorners(field, width, height);
  const random = createRandom(seed);
  const plane = (name: string, mask: Mask) => {
    const cuts = corners.map((corner) => cut(mask.data, mask, corner, width, height));
    return { name, dims: [1, height, width], data: joined(cuts) };
  };
  return [
    plane('mask', placeMask(vessels, placement)),
    plane('fov', field),
    { name: 'noise', dims: [1, height, width], data: normal(corners.length * width * height, random) },
    { name: 'diagnosis', dims: [diagnoses.length, 1, 1], data: Float32Array.of(1, 0, 0) },
    { name: 'style', dims: [styleSize, 1, 1], data: Float32Array.from(drawStyle(seed, styleSize)) },
  ];
}

/** Where there is no photograph: noise, a field of view without a rim, and one pixel in ten a vessel. */
export function randomPicture(width: number, height: number): Picture {
  const random = createRandom(seed);
  const pixels = width * height;
  const vessels = Uint8Array.from({ length: pixels }, () => (random.uniform() < 0.1 ? 1 : 0));
  return {
    image: normal(3 * pixels, random),
    fov: { width, height, data: new Uint8Array(pixels).fill(1) },
    vessels: { width, height, data: vessels },
  };
}

/** Writes the inputs where the variants' processes read them. */
export async function writeInputs(
  inputs: readonly InputValues[],
  folder: string,
  prefix: string,
): Promise<InputFile[]> {
  const files: InputFile[] = [];
  for (const { name, dims, data } of inputs) {
    const file = join(folder, `${prefix}-${name}.f32`);
    await writeFile(file, new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    files.push({ name, dims, file });
  }
  return files;
}

interface Corner {
  readonly left: number;
  readonly top: number;
}

const middle = (from: Mask, width: number, height: number): Corner => ({
  left: Math.floor((from.width - width) / 2),
  top: Math.floor((from.height - height) / 2),
});

/** Corners of patches whose centres lie inside the field of view. */
function patchCorners(fov: Mask, width: number, height: number): Corner[] {
  const random = createRandom(seed);
  const inside: Corner[] = [];
  while (inside.length < patchCount) {
    const [x, y] = [random.integer(fov.width), random.integer(fov.height)];
    if (fov.data[y * fov.width + x] === 1) inside.push({ left: x - width / 2, top: y - height / 2 });
  }
  return inside;
}

/** A window of a plane; 0 beyond it. */
function cut(
  plane: Float32Array | Uint8Array,
  size: { readonly width: number; readonly height: number },
  { left, top }: Corner,
  width: number,
  height: number,
): Float32Array {
  const window = new Float32Array(width * height);
  for (let y = Math.max(0, -top); y < Math.min(height, size.height - top); y++) {
    for (let x = Math.max(0, -left); x < Math.min(width, size.width - left); x++) {
      window[y * width + x] = plane[(top + y) * size.width + left + x]!;
    }
  }
  return window;
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const all = new Float32Array(parts.reduce((size, { length }) => size + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

const normal = (count: number, random: Random) => Float32Array.from({ length: count }, () => random.normal());
