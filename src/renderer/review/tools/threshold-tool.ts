import type { Raster } from '../../viewer/raster.ts';
import { wholeOf } from '../../viewer/raster.ts';
import { applyThreshold } from '../mask/threshold.ts';
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
