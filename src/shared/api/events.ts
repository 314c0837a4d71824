import type { JobRecord } from './jobs.ts';
import type { Topic } from './topics.ts';

/**
 * GET /api/events, server-sent: each message's `data` is one of these as JSON. `changed` without an id concerns all
 * of the topic. `opened` says that another project, or none, is open.
 */
export type ServerEvent =
  | { readonly type: 'job'; readonly job: JobRecord }
  | { readonly type: 'changed'; readonly topics: readonly Topic[] }
  | { readonly type: 'opened'; readonly dir: string | null };
