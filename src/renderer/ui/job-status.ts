import type { JobStatus } from '../../shared/api/jobs.ts';

export const statusNames: Record<JobStatus, string> = {
  queued: 'waiting',
  running: 'running',
  paused: 'paused',
  finished: 'finished',
  failed: 'failed',
  cancelled: 'cancelled',
  interrupted: 'interrupted',
};

export const statusColours: Record<JobStatus, string> = {
  queued: 'gray',
  running: 'blue',
  paused: 'yellow',
  finished: 'teal',
  failed: 'red',
  cancelled: 'gray',
  interrupted: 'yellow',
};
