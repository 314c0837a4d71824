import { benchmarkShipped } from '../src/main/jobs/benchmark.ts';
import type { BenchmarkOptions } from '../src/shared/api/benchmark.ts';
import { compareReports } from '../src/shared/benchmark-comparison.ts';
import { networkNames, variantName, workloadText } from '../src/shared/benchmark-text.ts';
import { type Figure, quiet } from './figure.ts';

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
    const changes = compareReports(first, second).pairs.map(({ first: row, ratio }) => ({
      name: `${networkNames[row.network]}, ${workloadText(row)}, ${variantName(row)}`,
      change: Math.max(ratio, 1 / ratio) - 1,
    }));
    if (changes.length === 0) {
      return [{ figure: 'a benchmark repeated', notRun: first.notRun.map(({ why }) => why).join('; ') }];
    }
    const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
    const most = Math.max(...changes.map(({ change }) => change));
    const { warmUps, runs, pause } = first.protocol;
    return [
      {
        figure: 'a benchmark repeated',
        value: `medians within ${percent(most)}`,
        numbers: Object.fromEntries(changes.map(({ name, change }) => [name, change])),
        target: `within ${percent(target)}`,
        reached: most <= target,
        conditions:
          `${warmUps} warm-up and ${runs} counted runs in turns, pauses of ${pause} ms: ` +
          changes.map(({ name, change }) => `${name} ${percent(change)}`).join('; '),
      },
    ];
  },
};
