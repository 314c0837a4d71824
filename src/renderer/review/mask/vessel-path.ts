import type { Raster } from '../../viewer/raster.ts';
import { drawCapsule } from './brush.ts';
import { PathSearch, type Pixel } from './minimal-path.ts';

/** Pixels to each side of a coarse path within which the exact one is looked for. */
const corridor = 12;

/** A map of vessels at full size, half and quarter, each cell as sure as the surest pixel in it. */
export function createVesselMaps(map: Raster): readonly Raster[] {
  const half = halveByLargest(map);
  return [map, half, halveByLargest(half)];
}

function halveByLargest({ width, height, data }: Raster): Raster {
  const size = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
  const half = { ...size, data: new Uint8Array(size.width * size.height) };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const cell = (y >> 1) * half.width + (x >> 1);
      const value = data[y * width + x]!;
      if (value > half.data[cell]!) half.data[cell] = value;
    }
  }
  return half;
}

/**
 * The way along vessels from an anchor: found on a small map, so that it follows the pointer over the whole image,
 * and then exactly, near what was found.
 */
export class VesselPath {
  readonly anchor: Pixel;
  readonly #map: Raster;
  readonly #level: number;
  readonly #search: PathSearch;

  /** @param level of the maps to search on first */
  constructor(maps: readonly Raster[], level: number, anchor: Pixel) {
    this.anchor = anchor;
    this.#map = maps[0]!;
    this.#level = level;
    this.#search = new PathSearch(maps[level]!, this.#cellOf(anchor));
  }

  /** @returns whether the path to the target is known, after searching so many cells more. */
  advance(target: Pixel, budget: number): boolean {
    return this.#search.advance(this.#cellOf(target), budget);
  }

  /** The path to a target once it is known, within some pixels. */
  roughly(target: Pixel): Pixel[] {
    const middle = (2 ** this.#level) >> 1;
    const { width, height } = this.#map;
    const inner = this.#search.pathTo(this.#cellOf(target)).slice(1, -1);
    const points = inner.map(({ x, y }) => ({
      x: Math.min(width - 1, (x << this.#level) + middle),
      y: Math.min(height - 1, (y << this.#level) + middle),
    }));
    return [this.anchor, ...points, target];
  }

  /** The cheapest path to a target near the rough one, pixel by pixel. */
  exactly(target: Pixel): Pixel[] {
    this.#search.advance(this.#cellOf(target));
    const rough = this.roughly(target);
    const open = { ...this.#map, data: new Uint8Array(this.#map.data.length) };
    rough.forEach((point, i) => {
      drawCapsule(open, rough[i - 1] ?? point, point, 2 * corridor + 1, 1);
    });
    const search = new PathSearch(this.#map, this.anchor, open);
    search.advance(target);
    return search.pathTo(target);
  }

  #cellOf({ x, y }: Pixel): Pixel {
    return { x: x >> this.#level, y: y >> this.#level };
  }
}
