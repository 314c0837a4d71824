import type { Problem } from '../../shared/api/problem.ts';
import type { Progress } from '../../shared/progress.ts';
import type { StopReason } from './runner.ts';

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
