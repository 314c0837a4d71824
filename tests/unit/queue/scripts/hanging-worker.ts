import { parentPort } from 'node:worker_threads';
import type { FromWorker } from '../../../../src/main/queue/worker.ts';
import '../../../../src/main/queue/worker.ts';

/** The job worker, which hears nothing any more in the middle of a training, once it has told how far it is. */
const port = parentPort!;
const post = port.postMessage.bind(port);
port.postMessage = (message: FromWorker) => {
  post(message);
  if (message.type !== 'progress') return;
  const { phase, done } = message.progress;
  while (phase.startsWith('Training') && done > 0);
};
