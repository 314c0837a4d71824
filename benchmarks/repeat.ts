import { benchmarkShipped } from '../src/main/jobs/benchmark/benchmark.ts';
import type { BenchmarkOptions } from '../src/shared/api/benchmark.ts';
import { compareReports } from '../src/shared/benchmark-comparison.ts';
import { networkNames, variantName, workloadText } from '../src/shared/benchmark-text.ts';
import { type Figure, type Measurement, quiet } from './figure.ts';

const target = 0.1;

/** How far the medians of a benchmark lie apart when it is made again at once; the machine should be idle. */
export const repeat: Figure = {
  name: 'repeat',
  measure: async ({ threads }) => {
    const options: BenchmarkOptions = {
      ...{ preset: 'quick', networks: ['segmenter', 'synthesizer'], backends: ['onnxruntime'] },
      ...{ threads: [threads], patchBatches: [1, 16], imageBatches: [1] },
    };
    const [first, second] = [await benchmarkShipped(options, quiet), await benchmarkShipped(options, quiet)];
    const { pairs } = compareReports(first, second);
    if (pairs.length === 0) {
      return [{ figure: 'a benchmark repeated', notRun: first.notRun.map(({ why }) => why).join('; ') }];
    }
    const medians = pairs.map(({ first: row, ratio }) => ({
      name: `${networkNames[row.network]}, ${workloadText(row)}, ${variantName(row)}`,
      change: changeOf(ratio),
    }));
    const workloads = Map.groupBy(
      pairs,
      ({ first: row }) => `${networkNames[row.network]}, ${workloadText(row)}`,
    );
    const gains = [...workloads].map(([name, [fp32, int8]]) => ({
      name,
      change: changeOf(fp32!.ratio / int8!.ratio),
    }));
    const { warmUps, runs, pause } = first.protocol;
    const protocol = `${warmUps} warm-up and ${runs} counted runs in turns, pauses of ${pause} ms`;
    return [
      measurement('a benchmark repeated: medians', medians, protocol),
      measurement('a benchmark repeated: int8 over fp32', gains, protocol),
    ];
  },
};

interface Change {
  readonly name: string;
  /** 0 where nothing has changed. */
  readonly change: number;
}

const changeOf = (ratio: number) => Math.max(ratio, 1 / ratio) - 1;
const percent = (share: number) => `${(100 * share).toFixed(1)} %`;

function measurement(figure: string, changes: readonly Change[], protocol: string): Measurement {
  const most = Math.max(...changes.map(({ change }) => change));
  return {
    figure,
    value: `within ${percent(most)}`,
    numbers: Object.fromEntries(changes.map(({ name, change }) => [name, change])),
    target: `within ${percent(target)}`,
    reached: most <= target,
    conditions: `${protocol}: ${changes.map(({ name, change }) => `${name} ${percent(change)}`).join('; ')}`,
  };
}
