import { parentPort } from 'node:worker_threads';
import type { ToWorker } from '../../../../src/main/queue/protocol.ts';
import '../../../../src/main/queue/worker.ts';

/** The job worker, which dies in the middle of the project's first job. */
parentPort?.on('message', (message: ToWorker) => {
  if (message.type !== 'run' || message.id !== 1) return;
  setTimeout(() => {
    throw new Error('out of luck');
  }, 1500);
});
