import type { Raster, Rectangle } from '../../viewer/raster.ts';

/** Pixels inside the field of view by which of two masks calls them vessel. */
export interface Difference {
  readonly agreed: number;
  readonly onlyMask: number;
  readonly onlyAnnotation: number;
}

/** Counts over three rasters of the same size. */
export function countDifference(mask: Raster, annotation: Raster, fov: Raster): Difference {
  const counts = new Int32Array(8);
  for (let i = 0; i < mask.data.length; i++)
    counts[mask.data[i]! | (annotation.data[i]! << 1) | (fov.data[i]! << 2)]!++;
  return { agreed: counts[7]!, onlyMask: counts[5]!, onlyAnnotation: counts[6]! };
}

/**
 * The counts after a mask has changed, by looking at what changed alone.
 * @param within where it may have changed; they do not overlap
 */
export function recountDifference(
  total: Difference,
  before: Raster,
  after: Raster,
  annotation: Raster,
  fov: Raster,
  within: readonly Rectangle[],
): Difference {
  // Pixels that have become vessel less those that have ceased to be: outside the annotation, and inside it.
  const gained = [0, 0];
  for (const { left, top, width, height } of within) {
    for (let y = top; y < top + height; y++) {
      const end = y * before.width + left + width;
      for (let i = end - width; i < end; i++) {
        const change = after.data[i]! - before.data[i]!;
        if (change !== 0 && fov.data[i] === 1) gained[annotation.data[i]!]! += change;
      }
    }
  }
  return {
    agreed: total.agreed + gained[1]!,
    onlyMask: total.onlyMask + gained[0]!,
    onlyAnnotation: total.onlyAnnotation - gained[1]!,
  };
}

/** 2 |A and B| / (|A| + |B|), 0..1 (Dice 1945); 1 where both masks are empty. */
export function diceOf({ agreed, onlyMask, onlyAnnotation }: Difference): number {
  const sum = 2 * agreed + onlyMask + onlyAnnotation;
  return sum === 0 ? 1 : (2 * agreed) / sum;
}
