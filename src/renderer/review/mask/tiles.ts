import type { Rectangle } from '../../viewer/raster.ts';

const side = 64;

/** Which parts of a raster have been touched, in tiles: for a long stroke far less than the rectangle around it. */
export class Tiles {
  readonly #width: number;
  readonly #height: number;
  readonly #columns: number;
  readonly #flags: Uint8Array;
  #touched: number[] = [];

  constructor({ width, height }: { width: number; height: number }) {
    this.#width = width;
    this.#height = height;
    this.#columns = Math.ceil(width / side);
    this.#flags = new Uint8Array(this.#columns * Math.ceil(height / side));
  }

  get isEmpty(): boolean {
    return this.#touched.length === 0;
  }

  add({ left, top, width, height }: Rectangle): void {
    const [right, bottom] = [Math.floor((left + width - 1) / side), Math.floor((top + height - 1) / side)];
    for (let row = Math.floor(top / side); row <= bottom; row++) {
      for (let column = Math.floor(left / side); column <= right; column++) {
        const tile = row * this.#columns + column;
        if (this.#flags[tile]) continue;
        this.#flags[tile] = 1;
        this.#touched.push(tile);
      }
    }
  }

  clear(): void {
    for (const tile of this.#touched) this.#flags[tile] = 0;
    this.#touched = [];
  }

  /** They cover what was added, and do not overlap. */
  rectangles(): Rectangle[] {
    return this.#touched.map((tile) => {
      const left = (tile % this.#columns) * side;
      const top = Math.floor(tile / this.#columns) * side;
      return {
        ...{ left, top },
        width: Math.min(side, this.#width - left),
        height: Math.min(side, this.#height - top),
      };
    });
  }
}
