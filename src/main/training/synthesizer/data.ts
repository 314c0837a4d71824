import { type Diagnosis, diagnoses } from '../../../shared/domain.ts';
import { createRandom } from '../../../shared/random.ts';
import type { Canvas } from '../../imaging/canvas.ts';
import type { Mask, Raster } from '../../imaging/raster.ts';
import type { ByteValues, Values } from '../../runtime/session.ts';
import { roundToBfloat16 } from '../bundle.ts';

/** A photograph with its vessels, larger than the canvas it is trained on by `oversampling`. */
export interface SynthesizerImage {
  readonly photograph: Raster;
  /** Grey: how much of each pixel they cover. */
  readonly vessels: Raster;
  readonly fov: Mask;
  readonly diagnosis: Diagnosis;
}

/** Photographs are kept larger than they are shown, so that turning them does not blur them. */
export const oversampling = 1.25;

/** What every step is given: see `augmented`. */
export interface SynthesizerData {
  /** [M,5,h,w], each 0 to 255: red, green, blue, coverage by vessels, field of view. */
  readonly photographs: ByteValues;
  /** [M,3,1,1], one-hot. */
  readonly diagnoses: Values;
  /** [1,1,S,S], standard normal; a picture takes its noise from a window of it. */
  readonly normals: Values;
}

/** The noise's window has at least so much room to move. */
const room = 512;
const noiseStream = 101;

/** @param images of equal size, at least one */
export function synthesizerData(
  images: readonly SynthesizerImage[],
  canvas: Canvas,
  seed: number,
): SynthesizerData {
  return {
    photographs: photographsOf(images),
    diagnoses: diagnosesOf(images),
    normals: normalsFor(canvas, seed),
  };
}

function photographsOf(images: readonly SynthesizerImage[]): ByteValues {
  const { width, height } = images[0]!.fov;
  const plane = width * height;
  const data = new Uint8Array(images.length * 5 * plane);
  images.forEach(({ photograph, vessels, fov }, index) => {
    const start = index * 5 * plane;
    for (let i = 0; i < plane; i++) {
      for (let channel = 0; channel < 3; channel++) {
        data[start + channel * plane + i] = photograph.data[3 * i + channel]!;
      }
      data[start + 3 * plane + i] = vessels.data[i]!;
      data[start + 4 * plane + i] = 255 * fov.data[i]!;
    }
  });
  return { data, dims: [images.length, 5, height, width] };
}

function diagnosesOf(images: readonly SynthesizerImage[]): Values {
  const data = new Float32Array(images.length * 3);
  images.forEach(({ diagnosis }, index) => {
    data[3 * index + diagnoses.indexOf(diagnosis)] = 1;
  });
  return { data, dims: [images.length, 3, 1, 1] };
}

function normalsFor({ width, height }: Canvas, seed: number): Values {
  const side = Math.max(width, height) + room;
  const random = createRandom(seed, noiseStream);
  const data = Float32Array.from({ length: side * side }, () => random.normal());
  // A bundle stores such numbers in half of the space.
  return { data: roundToBfloat16(data), dims: [1, 1, side, side] };
}
