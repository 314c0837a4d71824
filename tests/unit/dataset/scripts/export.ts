import { writeSync } from 'node:fs';
import { exportDataset } from '../../../../src/main/dataset/export/export.ts';
import { openProject } from '../../../../src/main/store/project.ts';

/**
 * Exports; at the first report that begins with `haltAt` ("Exporting images 3") it prints "halted" and stops for
 * good, so that it can be killed at that very place.
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
        writeSync(1, 'halted\n');
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
      }
    },
  },
);
project.close();
