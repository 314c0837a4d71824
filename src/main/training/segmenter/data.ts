import { channelScores, normalizeInsideFov } from '../../imaging/normalize.ts';
import type { Mask, Raster } from '../../imaging/raster.ts';
import type { ByteValues, Values } from '../../runtime/session.ts';

/** An annotated photograph at the working scale; all three of one size. */
export interface SegmenterImage {
  /** RGB or grey. */
  readonly photograph: Raster;
  readonly vessels: Mask;
  readonly fov: Mask;
}

/** An annotated photograph as a network is given it. */
export interface SegmenterInput {
  readonly width: number;
  readonly height: number;
  /** [3, height, width], normalised inside the field of view, 0 outside. */
  readonly image: Float32Array;
  /** [height, width], 0 or 1; pixels outside the field of view do not count. */
  readonly vessel: Uint8Array;
  readonly fov: Uint8Array;
}

/** @throws FundusError 'no-data' when the field of view is empty */
export function segmenterInput({ photograph, vessels, fov }: SegmenterImage): SegmenterInput {
  const { width, height } = fov;
  const image = normalizeInsideFov(photograph, fov);
  return { width, height, image, vessel: vessels.data, fov: fov.data };
}

/** What every step is given: see `segmenterCrops`. */
export interface SegmenterData {
  /**
   * [M,5,H,W]: red, green and blue as levels of 0 to 255, 0 outside the field of view; vessels and field of view as 0
   * or 1. H and W are those of the largest photograph, the others lie at the top left.
   */
  readonly photographs: ByteValues;
  /** [M,3,1,1], of each channel inside the field of view. */
  readonly means: Values;
  readonly deviations: Values;
}

/** @throws FundusError 'no-data' when a field of view is empty */
export function segmenterData(images: readonly SegmenterImage[]): SegmenterData {
  const scores = images.flatMap(({ photograph, fov }) => {
    const all = channelScores(photograph, fov);
    return [0, 1, 2].map((channel) => all[channelOf(photograph, channel)]!);
  });
  const values = (list: readonly number[]): Values => ({
    data: Float32Array.from(list),
    dims: [images.length, 3, 1, 1],
  });
  return {
    photographs: photographsOf(images),
    means: values(scores.map(({ mean }) => mean)),
    deviations: values(scores.map(({ deviation }) => deviation)),
  };
}

/** A grey photograph is grey in all three. */
const channelOf = ({ channels }: Raster, channel: number) => Math.min(channel, channels - 1);

function photographsOf(images: readonly SegmenterImage[]): ByteValues {
  const width = Math.max(...images.map(({ fov }) => fov.width));
  const height = Math.max(...images.map(({ fov }) => fov.height));
  const plane = width * height;
  const data = new Uint8Array(images.length * 5 * plane);
  images.forEach((image, index) => {
    fillPlanes(data.subarray(index * 5 * plane, (index + 1) * 5 * plane), image, width, plane);
  });
  return { data, dims: [images.length, 5, height, width] };
}

function fillPlanes(
  planes: Uint8Array,
  { photograph, vessels, fov }: SegmenterImage,
  stride: number,
  plane: number,
): void {
  const { data, channels } = photograph;
  const places = [0, 1, 2].map((channel) => channelOf(photograph, channel));
  for (let y = 0, from = 0; y < fov.height; y++) {
    for (let at = y * stride; at < y * stride + fov.width; at++, from++) {
      const inside = fov.data[from]!;
      for (let channel = 0; channel < 3; channel++) {
        planes[channel * plane + at] = inside * data[from * channels + places[channel]!]!;
      }
      planes[3 * plane + at] = vessels.data[from]!;
      planes[4 * plane + at] = inside;
    }
  }
}

const maxSide = 512;

/** The middle 512 x 512 pixels of an image, or all that it has. */
export function centralCrop(source: SegmenterInput): SegmenterInput {
  const crop = cropOf(source);
  const pixels = crop.width * crop.height;
  const plane = source.width * source.height;
  const at = (index: number) => indexIn(source, crop, index);
  return {
    width: crop.width,
    height: crop.height,
    image: Float32Array.from(
      { length: 3 * pixels },
      (_, i) => source.image[Math.floor(i / pixels) * plane + at(i % pixels)]!,
    ),
    vessel: Uint8Array.from({ length: pixels }, (_, i) => source.vessel[at(i)]!),
    fov: Uint8Array.from({ length: pixels }, (_, i) => source.fov[at(i)]!),
  };
}

/** The same crop of a picture. */
export function centralPicture(source: Raster): Raster {
  const crop = cropOf(source);
  const { channels } = source;
  const { width, height } = crop;
  const data = Uint8Array.from(
    { length: width * height * channels },
    (_, i) => source.data[indexIn(source, crop, Math.floor(i / channels)) * channels + (i % channels)]!,
  );
  return { width, height, channels, data };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Crop extends Size {
  readonly left: number;
  readonly top: number;
}

function cropOf(source: Size): Crop {
  const width = Math.min(maxSide, source.width);
  const height = Math.min(maxSide, source.height);
  return { width, height, left: (source.width - width) >> 1, top: (source.height - height) >> 1 };
}

/** The index in the source of the crop's pixel `index`, both row by row. */
function indexIn(source: Size, { left, top, width }: Crop, index: number): number {
  return (top + Math.floor(index / width)) * source.width + left + (index % width);
}
