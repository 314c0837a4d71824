import type { Raster } from '../../viewer/raster.ts';

/**
 * Sets the mask to the pixels inside the field of view whose probability reaches a threshold.
 * @param probability 0..255 for 0..1
 * @param threshold 0..1; at 0 the whole field of view is vessel
 */
export function applyThreshold(mask: Raster, probability: Raster, fov: Raster, threshold: number): void {
  const level = Math.ceil(threshold * 255);
  const isVessel = Uint8Array.from({ length: 256 }, (_, value) => (value >= level ? 1 : 0));
  for (let i = 0; i < mask.data.length; i++) mask.data[i] = isVessel[probability.data[i]!]! & fov.data[i]!;
}
