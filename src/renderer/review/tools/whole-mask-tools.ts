import { type Raster, wholeOf } from '../../viewer/raster.ts';
import { type Cleaning, clean, countRegions, findHoles, findSpecks } from '../mask/clean.ts';
import type { Pyramid } from '../mask/pyramid.ts';
import type { EditSession } from '../session/edit-session.ts';

/** After so long without a key, a threshold set by keys becomes an edit. Milliseconds. */
const keyPause = 800;

/** Sets the mask to where the probability reaches a threshold; shown at once, an edit when it is settled. */
export class ThresholdTool {
  readonly #session: EditSession;
  readonly #probability: Raster;
  #value: number | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(session: EditSession, probability: Raster) {
    this.#session = session;
    this.#probability = probability;
  }

  /** @param settlesAlone after a pause, without `settle` */
  preview(threshold: number, settlesAlone: boolean): void {
    const { document, fov } = this.#session;
    clearTimeout(this.#timer);
    this.#value = threshold;
    applyThreshold(document.mask, this.#probability, fov, threshold);
    document.touched(wholeOf(document.mask));
    if (settlesAlone) this.#timer = setTimeout(() => this.settle(), keyPause);
  }

  settle(): void {
    clearTimeout(this.#timer);
    if (this.#value === null) return;
    const label = `threshold ${this.#value.toFixed(2)}`;
    this.#value = null;
    this.#session.commit(label);
  }

  /** @returns whether there was anything to take back */
  cancel(): boolean {
    clearTimeout(this.#timer);
    const wasActive = this.#value !== null;
    this.#value = null;
    if (wasActive) this.#session.document.revert();
    return wasActive;
  }
}

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

export interface CleanPreview {
  readonly count: number;
  readonly pixels: number;
}

/** Shows what filling holes or removing specks up to a size would change, until it is applied. */
export class CleanTool {
  /** The mask before, to show the change against. */
  readonly before: Pyramid;
  readonly #session: EditSession;
  readonly #kind: 'holes' | 'specks';
  readonly #cleaning: Cleaning;

  constructor(session: EditSession, kind: 'holes' | 'specks') {
    session.document.revert();
    this.#session = session;
    this.#kind = kind;
    this.before = session.document.completePyramid();
    this.#cleaning = (kind === 'holes' ? findHoles : findSpecks)(session.document.mask);
  }

  preview(size: number): CleanPreview {
    const { document } = this.#session;
    document.revert();
    const preview = countRegions(this.#cleaning, size);
    if (preview.count > 0) {
      clean(document.mask, this.#cleaning, size);
      document.touched(wholeOf(document.mask));
    }
    return preview;
  }

  /** @returns whether anything changed */
  apply(): boolean {
    return this.#session.commit(this.#kind === 'holes' ? 'fill holes' : 'remove specks');
  }

  cancel(): void {
    this.#session.document.revert();
  }
}
