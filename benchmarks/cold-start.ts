import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';
import { spreadOf } from '../src/main/benchmark/protocol.ts';
import type { Figure } from './figure.ts';

const cli = resolve(import.meta.dirname, '../src/main/cli.ts');
const warmUps = 3;
const runs = 21;
const targetSeconds = 0.5;

/** From starting a process to its end, as a person who types `fundus --help` waits. */
export const coldStart: Figure = {
  name: 'cold-start',
  measure: async () => {
    const seconds: number[] = [];
    for (let run = -warmUps; run < runs; run++) {
      const start = performance.now();
      const { status } = spawnSync(process.execPath, [cli, '--help']);
      if (status !== 0) throw new Error(`fundus --help ended with ${status}`);
      if (run >= 0) seconds.push((performance.now() - start) / 1000);
    }
    const { median, q1, q3 } = spreadOf(seconds);
    return [
      {
        figure: 'cold start of fundus --help',
        value: `${median.toFixed(3)} s`,
        numbers: { median, q1, q3 },
        target: `< ${targetSeconds} s`,
        reached: median < targetSeconds,
        conditions: `median of ${runs} processes after ${warmUps} (quartiles ${q1.toFixed(3)}-${q3.toFixed(3)} s)`,
      },
    ];
  },
};
