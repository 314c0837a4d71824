import { setTimeout as delay } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';

/** How long nothing may change for what is waited for. A quiet machine needs a tenth of it at most. */
export const patienceMs = 120_000;

/**
 * Looks again and again until what is seen is as it should be, for as long as it changes: a busy machine gets all the
 * time that it needs, and what has come to a standstill does not.
 * @param look should see what shows progress, such as how far a job is
 * @param everyMs longer where a look is dear
 */
export async function until<Seen>(
  look: () => Seen | Promise<Seen>,
  isDone: (seen: Seen) => boolean,
  everyMs = 50,
): Promise<Seen> {
  let seen = await look();
  let changedAt = performance.now();
  while (!isDone(seen)) {
    if (performance.now() - changedAt > patienceMs)
      throw new Error(`Nothing has changed for ${patienceMs / 1000} s: ${JSON.stringify(seen)}`);
    await delay(everyMs);
    const last = seen;
    seen = await look();
    if (!isDeepStrictEqual(seen, last)) changedAt = performance.now();
  }
  return seen;
}
