import type { Histogram } from '../../shared/api/images.ts';
import { FundusError } from '../../shared/errors.ts';
import type { Mask, Raster } from './raster.ts';

/**
 * Brings a photograph to zero mean and unit variance, each channel over the pixels inside the field of view.
 * @param raster RGB or grey; grey is repeated in all three channels
 * @param fov of the same size; its pixels outside become 0, the mean
 * @returns [3, height, width], planar
 * @throws FundusError 'size-mismatch', or 'no-data' when the field of view is empty
 */
export function normalizeInsideFov(raster: Raster, fov: Mask): Float32Array<ArrayBuffer> {
  if (raster.width !== fov.width || raster.height !== fov.height) {
    throw new FundusError(
      'size-mismatch',
      `expected a field of view of ${raster.width} x ${raster.height} pixels, found ${fov.width} x ${fov.height}`,
    );
  }
  const plane = raster.width * raster.height;
  const out = new Float32Array(3 * plane);
  for (const [channel, { mean, deviation }] of channelScores(raster, fov).entries()) {
    const table = Float32Array.from({ length: 256 }, (_, level) => (level - mean) / deviation);
    fillPlane(out.subarray(channel * plane, (channel + 1) * plane), raster, fov, channel, table);
  }
  if (raster.channels === 1) {
    out.copyWithin(plane, 0, plane);
    out.copyWithin(2 * plane, 0, plane);
  }
  return out;
}

export interface ChannelScore {
  readonly mean: number;
  /** 1 where all pixels are equal. */
  readonly deviation: number;
}

/**
 * Mean and standard deviation of each channel inside the field of view, which is of the raster's size.
 * @throws FundusError 'no-data' when the field of view is empty
 */
export const channelScores = (raster: Raster, fov: Mask): readonly ChannelScore[] =>
  Array.from({ length: raster.channels }, (_, channel) => scoreOf(channelHistogram(raster, fov, channel)));

function channelHistogram(raster: Raster, fov: Mask, channel: number): Uint32Array {
  const { data, channels } = raster;
  const histogram = new Uint32Array(256);
  for (let i = 0, at = channel; i < fov.data.length; i++, at += channels) {
    if (fov.data[i] === 1) histogram[data[at]!]!++;
  }
  return histogram;
}

function scoreOf(histogram: Uint32Array): ChannelScore {
  const count = histogram.reduce((sum, n) => sum + n, 0);
  if (count === 0) throw new FundusError('no-data', 'the field of view is empty');
  const mean = histogram.reduce((sum, n, level) => sum + n * level, 0) / count;
  const variance = histogram.reduce((sum, n, level) => sum + n * (level - mean) ** 2, 0) / count;
  return { mean, deviation: Math.sqrt(variance) || 1 };
}

function fillPlane(
  plane: Float32Array,
  raster: Raster,
  fov: Mask,
  channel: number,
  table: Float32Array,
): void {
  const { data, channels } = raster;
  for (let i = 0, at = channel; i < plane.length; i++, at += channels) {
    if (fov.data[i] === 1) plane[i] = table[data[at]!]!;
  }
}

/** Counts the levels of each channel inside the field of view; of a grey picture all three are the same. */
export function histogramInside({ data, channels }: Raster, fov: Mask): Histogram {
  const counts = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)] as const;
  const [red, green, blue] = channels === 1 ? [counts[0], counts[0], counts[0]] : counts;
  for (let i = 0, j = 0; i < fov.data.length; i++, j += channels) {
    if (fov.data[i] !== 1) continue;
    red[data[j]!]! += 1;
    if (channels === 1) continue;
    green[data[j + 1]!]! += 1;
    blue[data[j + 2]!]! += 1;
  }
  return { red: [...red], green: [...green], blue: [...blue] };
}
