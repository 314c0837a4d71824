import type { JobInfo } from '../../../shared/api/jobs.ts';
import type { RunInfo } from '../../../shared/api/training.ts';

/** Seconds between start and end, or now. */
export function elapsedSeconds({ startedAt, finishedAt }: RunInfo, now: number): number {
  return Math.max(0, ((finishedAt ? Date.parse(finishedAt) : now) - Date.parse(startedAt)) / 1000);
}

/** Items a minute, from what the service expects to remain; null while it does not know. */
export function itemsPerMinute({ done, total, remaining }: JobInfo): number | null {
  if (remaining === null || remaining <= 0 || done >= total) return null;
  return ((total - done) / remaining) * 60;
}
