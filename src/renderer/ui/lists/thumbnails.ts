import { maxThumbnails } from '../../../shared/api/images.ts';
import type { Sha256 } from '../../../shared/domain.ts';
import { getBytes } from '../../api/client.ts';

/** Something that is to be loaded when its turn comes. */
interface Load {
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

/** Loads what is asked for in one task in one go, `max` keys at a time. */
export class Batches<Value> {
  readonly #max: number;
  readonly #loadAll: (keys: readonly string[]) => Promise<readonly (Value | null)[]>;
  #waiting = new Map<string, PromiseWithResolvers<Value>>();

  /** @param loadAll values in the order of their keys, null for what there is not */
  constructor(max: number, loadAll: (keys: readonly string[]) => Promise<readonly (Value | null)[]>) {
    this.#max = max;
    this.#loadAll = loadAll;
  }

  /** Rejects where there is no such value, and with all others of its batch where that fails. */
  load(key: string): Promise<Value> {
    if (this.#waiting.size === 0) queueMicrotask(() => void this.#send());
    const entry = this.#waiting.get(key) ?? Promise.withResolvers<Value>();
    this.#waiting.set(key, entry);
    if (this.#waiting.size === this.#max) void this.#send();
    return entry.promise;
  }

  async #send(): Promise<void> {
    const batch = [...this.#waiting];
    if (batch.length === 0) return;
    this.#waiting = new Map();
    try {
      const values = await this.#loadAll(batch.map(([key]) => key));
      for (const [index, [key, { resolve, reject }]] of batch.entries()) {
        const value = values[index] ?? null;
        if (value === null) reject(new Error(`There is no ${key}`));
        else resolve(value);
      }
    } catch (error) {
      for (const [, { reject }] of batch) reject(error);
    }
  }
}

/** Where a thumbnail comes from. */
export interface ThumbnailSource {
  /** A stored thumbnail, which is loaded together with others; null where there is none yet. */
  readonly sha256: Sha256 | null;
  /** What is loaded instead of it. */
  readonly url: string;
}

/** More than the largest screen shows at once of them, and a few megabytes. */
const maxKept = 1000;
const kept = new Map<string, string>();

/** What comes into sight waits for no more than the two requests that are under way. */
const together = new LoadQueue(2 * maxThumbnails);
/** As many as a browser has connections for, less one for events. */
const alone = new LoadQueue(5);
const batches = new Batches(maxThumbnails, loadAll);

/** The address of a picture that is in memory. */
export const keptUrl = ({ sha256, url }: ThumbnailSource): string | undefined => kept.get(sha256 ?? url);

/**
 * Loads a picture when its turn comes.
 * @returns what withdraws it while it has not begun
 */
export function queueThumbnail(
  { sha256, url }: ThumbnailSource,
  isInSight: Load['isInSight'],
  onLoad: (url: string) => void,
): () => void {
  const queue = sha256 === null ? alone : together;
  return queue.add({
    isInSight,
    start: async () => {
      const key = sha256 ?? url;
      const loaded = kept.get(key) ?? (await (sha256 === null ? loadAlone(url) : batches.load(sha256)));
      keep(key, loaded);
      onLoad(loaded);
    },
  });
}

async function loadAll(hashes: readonly Sha256[]): Promise<(string | null)[]> {
  const bytes = await getBytes(`/thumbnails?of=${hashes.join(',')}`);
  const view = new DataView(bytes.buffer);
  let end = 0;
  return hashes.map(() => {
    const start = end + Uint32Array.BYTES_PER_ELEMENT;
    end = start + view.getUint32(end);
    if (start === end) return null;
    return URL.createObjectURL(new Blob([bytes.subarray(start, end)], { type: 'image/jpeg' }));
  });
}

/** The browser keeps it, so that it is drawn at once afterwards. */
async function loadAlone(url: string): Promise<string> {
  const picture = new Image();
  picture.src = url;
  await picture.decode();
  return url;
}

function keep(key: string, url: string): void {
  kept.set(key, url);
  for (const [oldest, oldestUrl] of kept) {
    if (kept.size <= maxKept) return;
    kept.delete(oldest);
    URL.revokeObjectURL(oldestUrl);
  }
}
