import type { JobInfo } from './jobs.ts';

/** What may have changed, for the interface to read again. */
export const topics = [
  'project',
  'images',
  'masks',
  'reviews',
  'models',
  'runs',
  'samples',
  'synthetic',
  'benchmarks',
  'jobs',
] as const;
export type Topic = (typeof topics)[number];

/**
 * GET /api/events, server-sent: each message's `data` is one of these as JSON. `changed` without an id concerns all
 * of the topic. `opened` says that another project, or none, is open.
 */
export type ServerEvent =
  | { readonly type: 'job'; readonly job: JobInfo }
  | { readonly type: 'changed'; readonly topics: readonly Topic[] }
  | { readonly type: 'opened'; readonly dir: string | null };
