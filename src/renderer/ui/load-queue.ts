/** Something that is to be loaded when its turn comes. */
export interface Load {
  /** Begins it; the queue goes on when the promise settles. */
  readonly start: () => Promise<void>;
  /** Whether it is wanted before others. */
  readonly isInSight: () => boolean;
}

/**
 * Loads a few things at a time, those in sight first, then the newest, so that what a person has scrolled past does
 * not keep what they look at waiting.
 */
export class LoadQueue {
  readonly #atOnce: number;
  readonly #waiting = new Set<Load>();
  #running = 0;
  #isScheduled = false;

  constructor(atOnce: number) {
    this.#atOnce = atOnce;
  }

  /** @returns what withdraws it while it has not begun */
  add(load: Load): () => void {
    this.#waiting.add(load);
    this.#schedule();
    return () => this.#waiting.delete(load);
  }

  /** In a task of its own, so that all that comes with one frame is weighed together. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    queueMicrotask(() => {
      this.#isScheduled = false;
      this.#startNext();
    });
  }

  #startNext(): void {
    while (this.#running < this.#atOnce) {
      const newestFirst = [...this.#waiting].reverse();
      const next = newestFirst.find((load) => load.isInSight()) ?? newestFirst[0];
      if (!next) return;
      this.#waiting.delete(next);
      this.#running += 1;
      const release = () => {
        this.#running -= 1;
        this.#schedule();
      };
      next.start().then(release, release);
    }
  }
}
