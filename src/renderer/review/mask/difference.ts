import type { Raster, Rectangle } from './raster.ts';

/** Pixels inside the field of view by which of two masks calls them vessel. */
export interface Difference {
  readonly agreed: number;
  readonly onlyMask: number;
  readonly onlyAnnotation: number;
}

/** Counts within a rectangle of three rasters of the same size. */
export function countDifference(
  mask: Raster,
  annotation: Raster,
  fov: Raster,
  { left, top, width, height }: Rectangle,
): Difference {
  const counts = new Int32Array(8);
  for (let y = top; y < top + height; y++) {
    const end = y * mask.width + left + width;
    for (let i = end - width; i < end; i++)
      counts[mask.data[i]! | (annotation.data[i]! << 1) | (fov.data[i]! << 2)]!++;
  }
  return { agreed: counts[7]!, onlyMask: counts[5]!, onlyAnnotation: counts[6]! };
}

/** A count with a part of it counted anew. */
export function replaceCount(total: Difference, before: Difference, after: Difference): Difference {
  return {
    agreed: total.agreed - before.agreed + after.agreed,
    onlyMask: total.onlyMask - before.onlyMask + after.onlyMask,
    onlyAnnotation: total.onlyAnnotation - before.onlyAnnotation + after.onlyAnnotation,
  };
}

/** 2 |A and B| / (|A| + |B|), 0..1 (Dice 1945); 1 where both masks are empty. */
export function diceOf({ agreed, onlyMask, onlyAnnotation }: Difference): number {
  const sum = 2 * agreed + onlyMask + onlyAnnotation;
  return sum === 0 ? 1 : (2 * agreed) / sum;
}
