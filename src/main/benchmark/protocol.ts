import { setTimeout } from 'node:timers/promises';
import type { BenchmarkReport, BenchmarkVariant } from '../../shared/api/benchmark.ts';
import { throwIfCancelled } from '../../shared/progress.ts';

export type Protocol = BenchmarkReport['protocol'];
export type Spread = BenchmarkVariant['latency'];

/**
 * ONNX Runtime's threads wait for more by spinning, and would take the next variant's processor; after 100 ms they
 * sleep. A variant's first runs allocate its memory. The first batch after a rest also wakes threads and fills caches,
 * which counts where a batch takes a millisecond: 50 ms of them are one run.
 */
export const restAndWarmUps = { warmUps: 3, pause: 100, shortest: 50 } as const satisfies Partial<Protocol>;

/** Does one run. @returns its milliseconds */
export type Runner = () => Promise<number>;

/**
 * Runs variants in turns, A B A B, so that what slows the machine down slows all of them. One that fails is dropped
 * and the others go on.
 * @param onRound told how many rounds of all are done
 * @returns for each the milliseconds of its counted runs, or why it was dropped
 * @throws FundusError 'cancelled'
 */
export async function runInTurns(
  runners: readonly Runner[],
  { warmUps, runs, pause }: Protocol,
  signal: AbortSignal,
  onRound: (done: number, total: number) => void = () => {},
): Promise<(number[] | Error)[]> {
  const results = runners.map((): number[] | Error => []);
  for (let round = 0; round < warmUps + runs; round++) {
    for (const [index, run] of runners.entries()) {
      const times = results[index]!;
      if (times instanceof Error) continue;
      await rest(pause, signal);
      const time = await attempt(run, signal);
      if (time instanceof Error) results[index] = time;
      else if (round >= warmUps) times.push(time);
    }
    onRound(round + 1, warmUps + runs);
  }
  return results;
}

async function rest(ms: number, signal: AbortSignal): Promise<void> {
  await setTimeout(ms, undefined, { signal }).catch(() => {});
  throwIfCancelled(signal);
}

async function attempt(run: Runner, signal: AbortSignal): Promise<number | Error> {
  try {
    return await run();
  } catch (thrown) {
    throwIfCancelled(signal);
    return thrown instanceof Error ? thrown : new Error(String(thrown));
  }
}

/** Quartiles by linear interpolation between the sorted values. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const quantile = (share: number) => {
    const position = share * (sorted.length - 1);
    const below = sorted[Math.floor(position)] ?? Number.NaN;
    const above = sorted[Math.ceil(position)] ?? Number.NaN;
    return below + (above - below) * (position - Math.floor(position));
  };
  return { median: quantile(0.5), q1: quantile(0.25), q3: quantile(0.75) };
}
