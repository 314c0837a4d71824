import type { Raster } from '../../viewer/raster.ts';

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

/** The connected regions of a mask's ones or zeros, as runs of pixels in rows. */
interface Regions {
  /** For each run where it begins in the mask's data, its length, and its region. */
  readonly starts: Int32Array;
  readonly lengths: Int32Array;
  readonly regions: Int32Array;
  /** The pixels of each region. */
  readonly sizes: Int32Array;
  /** 1 for each region that touches the edge of the mask. */
  readonly isAtEdge: Uint8Array;
}

/**
 * Finds the regions by joining runs that touch those of the row above (union-find with path halving).
 * @param value which pixels belong to regions
 * @param diagonal whether pixels that meet at a corner are connected
 */
export function findRegions(mask: Raster, value: 0 | 1, diagonal: boolean): Regions {
  const { starts, lengths, rows } = findRuns(mask, value);
  const parents = Int32Array.from(starts.keys());
  const find = (run: number) => {
    let root = run;
    while (parents[root] !== root) {
      parents[root] = parents[parents[root]!]!;
      root = parents[root]!;
    }
    return root;
  };
  const reach = diagonal ? 1 : 0;
  for (let y = 1; y < mask.height; y++) {
    let above = rows[y - 1]!;
    for (let run = rows[y]!; run < rows[y + 1]!; run++) {
      // In the coordinates of the row above.
      const start = starts[run]! - mask.width - reach;
      const end = starts[run]! - mask.width + lengths[run]! + reach;
      while (above < rows[y]! && starts[above]! + lengths[above]! <= start) above++;
      for (let other = above; other < rows[y]! && starts[other]! < end; other++) {
        const [a, b] = [find(run), find(other)];
        parents[Math.max(a, b)] = Math.min(a, b);
      }
    }
  }
  return collect(mask, starts, lengths, find);
}

/** Runs in order; `rows[y]` is the first of row y, and `rows[height]` their number. */
function findRuns({ width, height, data }: Raster, value: 0 | 1) {
  const starts: number[] = [];
  const lengths: number[] = [];
  const rows = new Int32Array(height + 1);
  const other = value === 1 ? 0 : 1;
  for (let y = 0; y < height; y++) {
    rows[y] = starts.length;
    const row = data.subarray(y * width, (y + 1) * width);
    for (let x = row.indexOf(value); x >= 0; x = row.indexOf(value, x)) {
      const next = row.indexOf(other, x);
      const end = next < 0 ? width : next;
      starts.push(y * width + x);
      lengths.push(end - x);
      x = end;
    }
  }
  rows[height] = starts.length;
  return { starts: Int32Array.from(starts), lengths: Int32Array.from(lengths), rows };
}

function collect(
  { width, height }: Raster,
  starts: Int32Array,
  lengths: Int32Array,
  find: (run: number) => number,
): Regions {
  const regions = new Int32Array(starts.length);
  const numbers = new Int32Array(starts.length).fill(-1);
  const sizes: number[] = [];
  const isAtEdge: number[] = [];
  for (let run = 0; run < starts.length; run++) {
    const root = find(run);
    if (numbers[root]! < 0) numbers[root] = sizes.push(0) - 1;
    const region = numbers[root]!;
    regions[run] = region;
    sizes[region]! += lengths[run]!;
    const y = Math.floor(starts[run]! / width);
    const x = starts[run]! % width;
    if (y === 0 || y === height - 1 || x === 0 || x + lengths[run]! === width) isAtEdge[region] = 1;
  }
  return {
    ...{ starts, lengths, regions },
    sizes: Int32Array.from(sizes),
    isAtEdge: Uint8Array.from(sizes, (_, region) => isAtEdge[region] ?? 0),
  };
}
