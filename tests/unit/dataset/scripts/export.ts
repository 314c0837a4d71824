import { exportDataset } from '../../../../src/main/dataset/export.ts';
import { openProject } from '../../../../src/main/store/project.ts';

/**
 * Exports and prints its progress, "images 3" and "zip 4096" lines; from `haltAt` on it prints "halted" and stops
 * for good, so that it can be killed at that very place.
 */
const [dir = '', output = '', haltAt = ''] = process.argv.slice(2);
const project = openProject(dir);
await exportDataset(
  project,
  output,
  { zip: true },
  {
    signal: new AbortController().signal,
    report: ({ phase, done }) => {
      if (`${phase} ${done}`.startsWith(haltAt)) {
        process.stdout.write('halted\n');
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      }
    },
  },
);
project.close();
