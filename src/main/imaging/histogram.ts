import type { Histogram } from '../../shared/api/images.ts';
import type { Mask, Raster } from './raster.ts';

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
