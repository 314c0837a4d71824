import type { QueryClient } from '@tanstack/react-query';
import type { ServerEvent } from '../../shared/api/events.ts';
import type { JobInfo } from '../../shared/api/jobs.ts';
import { eventsUrl } from './client.ts';
import { jobsQuery } from './queries.ts';

/**
 * Keeps the cache true to what the service says has changed. After a lost connection everything is read again.
 * @returns what ends it
 */
export function followEvents(client: QueryClient): () => void {
  const source = new EventSource(eventsUrl);
  let wasLost = false;
  source.onerror = () => {
    wasLost = true;
  };
  source.onopen = () => {
    if (wasLost) void client.invalidateQueries();
    wasLost = false;
  };
  source.onmessage = ({ data }: MessageEvent<string>) => apply(client, JSON.parse(data) as ServerEvent);
  return () => source.close();
}

function apply(client: QueryClient, event: ServerEvent): void {
  if (event.type === 'job') client.setQueryData(jobsQuery.queryKey, (jobs) => withJob(jobs, event.job));
  else if (event.type === 'changed') {
    for (const topic of event.topics) void client.invalidateQueries({ queryKey: [topic] });
  } else {
    client.removeQueries({
      predicate: ({ queryKey }) => queryKey[0] !== 'projects' && queryKey[0] !== 'machine',
    });
    void client.invalidateQueries();
  }
}

function withJob(jobs: JobInfo[] | undefined, job: JobInfo): JobInfo[] | undefined {
  if (!jobs) return jobs;
  const isNew = jobs.every(({ id }) => id !== job.id);
  return isNew ? [...jobs, job] : jobs.map((other) => (other.id === job.id ? job : other));
}
