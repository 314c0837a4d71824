/** One of the items with what became of its work. */
export interface Settled<T, R> {
  readonly item: T;
  readonly result: PromiseSettledResult<R>;
}

/**
 * Works on up to `ahead` items at once and yields the results in the items' order. Ended early, it waits for the
 * work under way.
 */
export async function* inOrder<T, R>(
  items: readonly T[],
  ahead: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<Settled<T, R>, void, void> {
  const start = async (item: T): Promise<Settled<T, R>> => {
    const [result] = await Promise.allSettled([work(item)]);
    return { item, result };
  };
  const pending = items.slice(0, ahead).map(start);
  try {
    for (let next = ahead; pending.length > 0; next++) {
      const settled = await pending.shift()!;
      const item = items[next];
      if (item !== undefined) pending.push(start(item));
      yield settled;
    }
  } finally {
    await Promise.all(pending);
  }
}
