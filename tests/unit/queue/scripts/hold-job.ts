import { setTimeout as delay } from 'node:timers/promises';
import { runJob } from '../../../../src/main/queue/runner.ts';
import { openProject } from '../../../../src/main/store/project.ts';

/** Runs a job of the project as a command does, until the standard input ends. */
const [dir = ''] = process.argv.slice(2);
const project = openProject(dir);
const input = { isOpen: true };
process.stdin.on('end', () => {
  input.isOpen = false;
});
process.stdin.resume();
const work = async ({
  report,
}: {
  report: (progress: { phase: string; done: number; total: number }) => void;
}) => {
  for (let done = 1; input.isOpen; done++) {
    report({ phase: 'Holding', done, total: 1000 });
    if (done === 1) process.stdout.write('running');
    await delay(200);
  }
};
const job = { kind: 'segment', options: {}, keep: () => ({ model: 'unet', images: [] }) } as const;
await runJob(project, job, work, { report: () => {}, signal: new AbortController().signal });
project.close();
