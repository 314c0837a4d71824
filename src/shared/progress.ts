import { FundusError } from './errors.ts';

/** One report of a long operation; `done` and `total` count `unit`s. */
export interface Progress {
  /** What is being done, as a short phrase: "Training segmenter". */
  readonly phase: string;
  readonly done: number;
  readonly total: number;
  /** The current item or figures: a file name, "loss 0.312, F1 0.794". */
  readonly detail?: string;
  /** What to know of the work before it is done, reported once. */
  readonly note?: string;
}

/** What every long operation is given: where to report, and when to stop. */
export interface JobContext {
  readonly report: (progress: Progress) => void;
  /** Aborted on Ctrl-C or cancel; the operation then throws a FundusError with the code 'cancelled'. */
  readonly signal: AbortSignal;
  /** The project's job that the operation is, where it is one. */
  readonly jobId?: number;
}

/**
 * Call between items of a long operation.
 * @throws FundusError 'cancelled' when the signal is aborted.
 */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new FundusError('cancelled', 'Cancelled', { hint: 'what was finished is kept' });
}
