import type { Raster } from '../../viewer/raster.ts';
import { drawCapsule } from './brush.ts';

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

/** Column and row of a pixel. */
export interface Pixel {
  readonly x: number;
  readonly y: number;
}

const straight = 5;
const oblique = 7;
/** Entering a pixel that is surely no vessel costs this many times as much as one that surely is. */
const contrast = 16;
const stepCosts = Uint16Array.from(
  { length: 256 },
  (_, value) => 1 + Math.round((contrast - 1) * (1 - value / 255) ** 2),
);
/** Circular: the costs of the pixels waiting at any time differ by less than the dearest step. */
const bucketCount = contrast * oblique + 1;
/** Columns and rows to the eight neighbours; the last four are oblique. */
const columns = [1, -1, 0, 0, 1, 1, -1, -1] as const;
const rows = [0, 0, 1, -1, 1, -1, 1, -1] as const;
const settled = 0x10;

/**
 * The cheapest paths from an anchor over a map of vessels, 8-connected ("live wire": Mortensen and Barrett 1995).
 * Dijkstra's search with buckets (Dial 1969) that goes on from where it was whenever a farther target asks for it,
 * so that a path can follow the pointer.
 */
export class PathSearch {
  readonly anchor: Pixel;
  readonly #map: Raster;
  /** Cost from the anchor plus 1; 0 where the search has not come yet. */
  readonly #costs: Int32Array;
  /** The neighbour that the path came over, plus `settled` when no cheaper one can come. */
  readonly #origins: Uint8Array;
  readonly #buckets: number[][] = Array.from({ length: bucketCount }, () => []);
  #waiting = 1;
  #cost = 0;

  /**
   * @param map 255 where there surely is a vessel, 0 where there surely is none
   * @param open of the map's size: 1 where paths may go; by default everywhere. It holds the anchor.
   */
  constructor(map: Raster, anchor: Pixel, open?: Raster) {
    this.#map = map;
    this.anchor = anchor;
    this.#costs = new Int32Array(map.width * map.height);
    this.#origins = new Uint8Array(this.#costs.length);
    // What is settled from the start is never entered.
    if (open)
      for (let i = 0; i < this.#origins.length; i++) if (open.data[i] === 0) this.#origins[i] = settled;
    const start = this.#indexOf(anchor);
    this.#costs[start] = 1;
    this.#buckets[0]!.push(start);
  }

  /**
   * Searches until the cheapest path to the target is known, or for so many pixels.
   * @param target a pixel of the map where paths may go
   * @returns whether it is known
   */
  advance(target: Pixel, budget = Number.POSITIVE_INFINITY): boolean {
    const goal = this.#indexOf(target);
    for (let visited = 0; visited < budget; visited++) {
      if (this.#origins[goal]! & settled) return true;
      const pixel = this.#next();
      if (pixel === undefined) return true;
      this.#visit(pixel);
    }
    return (this.#origins[goal]! & settled) !== 0;
  }

  /** From the anchor to a target whose path is known, both included. */
  pathTo(target: Pixel): Pixel[] {
    const path = [target];
    let { x, y } = target;
    while (x !== this.anchor.x || y !== this.anchor.y) {
      const direction = this.#origins[this.#indexOf({ x, y })]! & 7;
      x -= columns[direction]!;
      y -= rows[direction]!;
      path.push({ x, y });
    }
    return path.reverse();
  }

  #indexOf({ x, y }: Pixel): number {
    return y * this.#map.width + x;
  }

  /** The cheapest pixel that waits. Entries that a cheaper path has overtaken are passed over. */
  #next(): number | undefined {
    while (this.#waiting > 0) {
      const bucket = this.#buckets[this.#cost % bucketCount]!;
      for (let pixel = bucket.pop(); pixel !== undefined; pixel = bucket.pop()) {
        this.#waiting--;
        if (this.#costs[pixel] === this.#cost + 1 && !(this.#origins[pixel]! & settled)) return pixel;
      }
      this.#cost++;
    }
    return undefined;
  }

  #visit(pixel: number): void {
    this.#origins[pixel]! |= settled;
    const { width, height, data } = this.#map;
    const x = pixel % width;
    const y = Math.floor(pixel / width);
    for (let direction = 0; direction < 8; direction++) {
      const nextX = x + columns[direction]!;
      const nextY = y + rows[direction]!;
      if (nextX < 0 || nextY < 0 || nextX >= width || nextY >= height) continue;
      const next = nextY * width + nextX;
      if (this.#origins[next]! & settled) continue;
      const cost = this.#cost + stepCosts[data[next]!]! * (direction < 4 ? straight : oblique);
      if (this.#costs[next] !== 0 && this.#costs[next]! <= cost + 1) continue;
      this.#costs[next] = cost + 1;
      this.#origins[next] = direction;
      this.#buckets[cost % bucketCount]!.push(next);
      this.#waiting++;
    }
  }
}
