import { SHARE_ENV, Worker } from 'node:worker_threads';
import type { Problem } from '../../shared/errors.ts';
import type { Progress } from '../../shared/progress.ts';
import '../runtime/telemetry.ts';
import type { StopReason } from './runner.ts';
import type { FromWorker, ToWorker } from './worker.ts';

export interface JobEvents {
  readonly started: () => void;
  readonly progress: (progress: Progress) => void;
}

/**
 * How a job left the worker. After 'ended' the store says what came of it, unless `problem` says why the job could not
 * be started; after 'lost' the store does not know, for the thread died, or was abandoned (without a problem).
 */
export interface JobEnd {
  readonly how: 'ended' | 'lost';
  readonly problem: Problem | null;
}

interface InHand extends JobEvents {
  readonly id: number;
  readonly end: (end: JobEnd) => void;
}

/** How long a worker may take to end by itself. */
const quitWithinMs = 3000;

/** A thread for jobs, one at a time: started with the first one, and anew with the next one after it died. */
export class JobWorker {
  readonly #url: URL;
  #thread: Worker | undefined;
  #inHand: InHand | undefined;

  constructor(url: URL) {
    this.#url = url;
  }

  /** Does a job that waits in the store for `process`, when no other one is in hand. */
  run(job: { id: number; dir: string; process: string }, events: JobEvents): Promise<JobEnd> {
    return new Promise((resolve) => {
      this.#inHand = { id: job.id, ...events, end: resolve };
      this.#thread ??= this.#start();
      this.#thread.postMessage({ type: 'run', ...job } satisfies ToWorker);
    });
  }

  /** Asks for the job in hand to stop. */
  stop(reason: StopReason): void {
    if (!this.#inHand) return;
    this.#thread?.postMessage({ type: 'stop', id: this.#inHand.id, reason } satisfies ToWorker);
  }

  /** Gives the job in hand up as lost and ends the thread, as soon as code outside JavaScript lets it. */
  abandon(): void {
    const thread = this.#thread;
    this.#thread = undefined;
    void thread?.terminate();
    this.#end({ how: 'lost', problem: null });
  }

  /** Ends an idle thread. */
  async quit(): Promise<void> {
    const thread = this.#thread;
    if (!thread) return;
    this.#thread = undefined;
    const exited = new Promise<void>((resolve) => thread.once('exit', () => resolve()));
    thread.postMessage({ type: 'quit' } satisfies ToWorker);
    const timer = setTimeout(() => void thread.terminate(), quitWithinMs);
    await exited;
    clearTimeout(timer);
  }

  #start(): Worker {
    // TensorFlow's library reads the variables of the process.
    const thread = new Worker(this.#url, { name: 'jobs', env: SHARE_ENV });
    let problem: Problem = { code: 'internal', message: 'The thread that does the work ended unexpectedly' };
    thread.on('message', (message: FromWorker) => {
      if (this.#thread === thread) this.#receive(message);
    });
    thread.on('error', (error) => {
      problem = problemOf(error);
    });
    thread.on('exit', () => {
      if (this.#thread !== thread) return;
      this.#thread = undefined;
      this.#end({ how: 'lost', problem });
    });
    return thread;
  }

  #receive(message: FromWorker): void {
    const job = this.#inHand;
    if (message.id !== job?.id) return;
    if (message.type === 'started') job.started();
    else if (message.type === 'progress') job.progress(message.progress);
    else this.#end({ how: 'ended', problem: message.problem });
  }

  #end(end: JobEnd): void {
    const job = this.#inHand;
    this.#inHand = undefined;
    job?.end(end);
  }
}

function problemOf(error: unknown): Problem {
  const message = error instanceof Error ? error.message : String(error);
  const isMemory = error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
  if (isMemory) return { code: 'internal', message: 'The work needed more memory than there is' };
  return { code: 'internal', message: `The thread that does the work ended: ${message}` };
}
