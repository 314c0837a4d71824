import type { Raster } from '../../viewer/raster.ts';
import { findRegions, type Regions } from './regions.ts';

/** Small regions that are to change sides: holes that are filled, or specks that are removed. */
export interface Cleaning {
  readonly regions: Regions;
  /** What their pixels become. */
  readonly value: 0 | 1;
  isChosen(region: number, size: number): boolean;
}

/** Holes: regions of background wholly surrounded by vessel, pixels joined at their sides. */
export function findHoles(mask: Raster): Cleaning {
  const regions = findRegions(mask, 0, false);
  return {
    regions,
    value: 1,
    isChosen: (region, size) => regions.isAtEdge[region] === 0 && regions.sizes[region]! <= size,
  };
}

/** Specks: regions of vessel, pixels joined at sides and corners. */
export function findSpecks(mask: Raster): Cleaning {
  const regions = findRegions(mask, 1, true);
  return { regions, value: 0, isChosen: (region, size) => regions.sizes[region]! <= size };
}

/** How many regions of at most `size` pixels there are, and of how many pixels together. */
export function countRegions(cleaning: Cleaning, size: number): { count: number; pixels: number } {
  let [count, pixels] = [0, 0];
  cleaning.regions.sizes.forEach((pixelsOfRegion, region) => {
    if (!cleaning.isChosen(region, size)) return;
    count++;
    pixels += pixelsOfRegion;
  });
  return { count, pixels };
}

/** Fills or removes the regions of at most `size` pixels, in the mask that they were found in. */
export function clean({ data }: Raster, cleaning: Cleaning, size: number): void {
  const { starts, lengths, regions, sizes } = cleaning.regions;
  const isChosen = Uint8Array.from(sizes.keys(), (region) => (cleaning.isChosen(region, size) ? 1 : 0));
  for (let run = 0; run < starts.length; run++) {
    if (isChosen[regions[run]!]) data.fill(cleaning.value, starts[run]!, starts[run]! + lengths[run]!);
  }
}
