import { parentPort } from 'node:worker_threads';
import type { ToWorker } from '../../../../src/main/queue/protocol.ts';
import '../../../../src/main/queue/worker.ts';

/** The job worker, which some time into a job hears nothing any more. */
parentPort?.on('message', (message: ToWorker) => {
  if (message.type !== 'run') return;
  setTimeout(() => {
    for (;;);
  }, 1500);
});
