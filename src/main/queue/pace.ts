import type { Progress } from '../../shared/progress.ts';

/** How long the phases of a job take, from what is done since it was started. */
export class Pace {
  readonly #now: () => number;
  #phase: string | undefined;
  #startedAt = 0;
  #startedFrom = 0;

  /** @param now in milliseconds */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** @returns seconds until the phase ends, null while nobody can say */
  remaining({ phase, done, total }: Progress): number | null {
    const time = this.#now();
    if (phase !== this.#phase) {
      this.#phase = phase;
      this.#startedAt = time;
      this.#startedFrom = done;
    }
    const finished = done - this.#startedFrom;
    if (finished <= 0 || total <= 0) return null;
    return ((time - this.#startedAt) / 1000 / finished) * (total - done);
  }
}
