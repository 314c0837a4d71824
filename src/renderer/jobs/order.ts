import type { JobInfo } from '../../shared/api/jobs.ts';
import { isActive } from '../ui/work/jobs.ts';

const isStopped = ({ status }: JobInfo) => status === 'paused' || status === 'interrupted';

/** As the list shows them: what runs, what waits in its order, what was stopped, then what has ended, newest first. */
export function inListOrder(jobs: readonly JobInfo[]): JobInfo[] {
  const newestFirst = jobs.toReversed();
  return [
    ...jobs.filter(({ status }) => status === 'running'),
    ...jobs.filter(({ status }) => status === 'queued'),
    ...newestFirst.filter(isStopped),
    ...newestFirst.filter((job) => !isActive(job) && !isStopped(job)),
  ];
}

/** Whether "Clear" would take it from the list. */
export const hasEnded = (job: JobInfo) => !isActive(job) && !isStopped(job);
