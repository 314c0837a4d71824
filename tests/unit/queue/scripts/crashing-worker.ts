import { parentPort } from 'node:worker_threads';
import type { FromWorker } from '../../../../src/main/queue/worker.ts';
import '../../../../src/main/queue/worker.ts';

/** The job worker, which dies in the middle of the project's first job, a training. */
const port = parentPort!;
const post = port.postMessage.bind(port);
port.postMessage = (message: FromWorker) => {
  post(message);
  if (message.id !== 1 || message.type !== 'progress') return;
  const { phase, done } = message.progress;
  if (!phase.startsWith('Training') || done === 0) return;
  setImmediate(() => {
    throw new Error('out of luck');
  });
};
