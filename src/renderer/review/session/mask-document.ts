import { copyRectangle, type Raster, type Rectangle, union } from '../../viewer/raster.ts';
import { countDifference, type Difference, recountDifference } from '../mask/difference.ts';
import { applyPatch, createPatch, type Patch } from '../mask/patch.ts';
import { createPyramid, type Pyramid, updatePyramid } from '../mask/pyramid.ts';

/** 1/16: a photograph of 3504 pixels fits into 219. */
const halvings = 4;

/**
 * A mask being changed: what it is now, and what it was when the last change was complete. A change in progress may
 * be taken back as a whole, and when it is complete it becomes a patch.
 */
export class MaskDocument {
  readonly pyramid: Pyramid;
  /** The mask as it is now. Who writes into it calls `touched`. */
  readonly mask: Raster;
  readonly #complete: Raster;
  readonly #fov: Raster;
  readonly #onChange: (rectangle: Rectangle, inputTime?: number) => void;
  #reference: Pyramid | null = null;
  /** Where a change is in progress. */
  readonly #pending: Tiles;
  /** The complete mask's to the reference. */
  #difference: Difference | null = null;

  /** @param fov where differences count */
  constructor(mask: Raster, fov: Raster, onChange: (rectangle: Rectangle, inputTime?: number) => void) {
    this.mask = mask;
    this.#fov = fov;
    this.#complete = { ...mask, data: mask.data.slice() };
    this.#pending = new Tiles(mask);
    this.pyramid = createPyramid(mask, halvings);
    this.#onChange = onChange;
  }

  /** The mask that this one is compared with. */
  get reference(): Pyramid | null {
    return this.#reference;
  }

  setReference(mask: Raster | null): void {
    this.#reference = mask && createPyramid(mask, halvings);
    this.#difference = mask && countDifference(this.#complete, mask, this.#fov);
  }

  /** From the reference, now; null without one. */
  get difference(): Difference | null {
    const reference = this.#reference?.[0];
    if (!reference || !this.#difference) return null;
    const within = this.#pending.rectangles();
    return recountDifference(this.#difference, this.#complete, this.mask, reference, this.#fov, within);
  }

  /** The mask as of the last complete change, for showing what is about to change. */
  completePyramid(): Pyramid {
    return createPyramid({ ...this.#complete, data: this.#complete.data.slice() }, halvings);
  }

  /** @param inputTime of the event that caused it */
  touched(rectangle: Rectangle | null, inputTime?: number): void {
    if (!rectangle) return;
    this.#pending.add(rectangle);
    updatePyramid(this.pyramid, rectangle);
    this.#onChange(rectangle, inputTime);
  }

  /** Completes the change in progress. @returns null when it came to nothing */
  complete(): Patch | null {
    if (this.#pending.isEmpty) return null;
    const within = this.#pending.rectangles();
    const patch = createPatch(this.#complete, this.mask, within);
    this.#difference = this.difference;
    for (const part of within) copyRectangle(this.mask, this.#complete, part);
    this.#pending.clear();
    return patch;
  }

  /** Takes the change in progress back. */
  revert(): void {
    const within = this.#pending.rectangles();
    this.#pending.clear();
    for (const part of within) {
      copyRectangle(this.#complete, this.mask, part);
      updatePyramid(this.pyramid, part);
    }
    const around = within.reduce<Rectangle | null>(union, null);
    if (around) this.#onChange(around);
  }

  /** Applies a complete change; a change in progress is taken back. */
  apply(patch: Patch): void {
    this.revert();
    applyPatch(this.mask, patch);
    this.touched(patch.rectangle);
    this.complete();
  }
}

const side = 64;

/** Which parts of a raster have been touched, in tiles: for a long stroke far less than the rectangle around it. */
class Tiles {
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
