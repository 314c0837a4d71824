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
