import { parentPort } from 'node:worker_threads';
import type { Problem } from '../../shared/errors.ts';
import type { JobContext, Progress } from '../../shared/progress.ts';
import { performJob } from '../jobs/perform.ts';
import type { JobRow } from '../store/jobs.ts';
import { openProject } from '../store/project.ts';
import { runQueuedJob, type StopReason, toProblem } from './runner.ts';

/** The thread that does jobs: it opens the project of each by itself and leaves in the store what came of it. */

/** What the main thread tells a worker. */
export type ToWorker =
  /** Do this job of the project in `dir`, which waits for `process`. */
  | { readonly type: 'run'; readonly id: number; readonly dir: string; readonly process: string }
  | { readonly type: 'stop'; readonly id: number; readonly reason: StopReason }
  /** End when nothing is left to do. */
  | { readonly type: 'quit' };

/** What a worker tells the main thread. */
export type FromWorker =
  /** The store says so too. */
  | { readonly type: 'started'; readonly id: number }
  /** At most about eight times a second, and always the last of a phase's. */
  | { readonly type: 'progress'; readonly id: number; readonly progress: Progress }
  /** The store says how, unless it did not come to start the job: then `problem` says why not. */
  | { readonly type: 'ended'; readonly id: number; readonly problem: Problem | null };

const reportEveryMs = 125;

const port = parentPort;
if (!port) throw new Error('worker.ts runs as a worker thread');
const post = (message: FromWorker) => port.postMessage(message);
const controllers = new Map<number, AbortController>();

port.on('message', (message: ToWorker) => {
  if (message.type === 'run') void run(message);
  else if (message.type === 'stop') controllers.get(message.id)?.abort(message.reason);
  else port.close();
});

async function run({ id, dir, process }: Extract<ToWorker, { type: 'run' }>): Promise<void> {
  const controller = new AbortController();
  controllers.set(id, controller);
  const reporter = new Reporter((progress) => post({ type: 'progress', id, progress }));
  const context = { report: reporter.report.bind(reporter), signal: controller.signal };
  let problem: Problem | null = null;
  let isStarted = false;
  try {
    const project = openProject(dir);
    try {
      const work = (job: JobRow, ctx: JobContext) => {
        isStarted = true;
        post({ type: 'started', id });
        return performJob(project, job, ctx);
      };
      await runQueuedJob(project, { id, process }, work, context);
    } finally {
      project.close();
    }
  } catch (thrown) {
    if (!isStarted) problem = toProblem(thrown);
  }
  reporter.end();
  controllers.delete(id);
  post({ type: 'ended', id, problem });
}

/** Passes on the newest report now and then. */
class Reporter {
  readonly #post: (progress: Progress) => void;
  #pending: Progress | undefined;
  #timer: NodeJS.Timeout | undefined;
  #postedAt = 0;

  constructor(post: (progress: Progress) => void) {
    this.#post = post;
  }

  report(progress: Progress): void {
    this.#pending = progress;
    const wait = this.#postedAt + reportEveryMs - Date.now();
    if (wait <= 0) this.#flush();
    else this.#timer ??= setTimeout(() => this.#flush(), wait);
  }

  end(): void {
    this.#flush();
  }

  #flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#pending) return;
    this.#postedAt = Date.now();
    this.#post(this.#pending);
    this.#pending = undefined;
  }
}
