import type { QueryClient } from '@tanstack/react-query';
import type { ServerEvent } from '../../shared/api/events.ts';
import { type JobInfo, readJob } from '../../shared/api/jobs.ts';
import { call, eventsUrl } from './client.ts';
import { jobsQuery, projectsQuery } from './queries.ts';

export interface EventListeners {
  /** A job that comes to another status. `previous` is null where the job was not known. */
  onJob(job: JobInfo, previous: JobInfo | null): void;
  onConnection(isConnected: boolean): void;
}

const reconnectMs = 2000;

/**
 * Keeps the cache true to what the service says has changed. After a lost connection everything is read again.
 * @returns what ends it
 */
export function followEvents(client: QueryClient, listeners: EventListeners): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wasLost = false;
  const connect = () => {
    source = new EventSource(eventsUrl);
    source.onopen = () => {
      if (wasLost) void catchUp(client);
      wasLost = false;
      listeners.onConnection(true);
    };
    source.onerror = () => {
      wasLost = true;
      listeners.onConnection(false);
      // A source that the service refused does not try again by itself.
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(connect, reconnectMs);
    };
    source.onmessage = ({ data }: MessageEvent<string>) =>
      applyEvent(client, JSON.parse(data) as ServerEvent, listeners);
  };
  connect();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

/** Reads everything again, when what is shown is still open; another service may have taken the place of the last. */
export async function catchUp(client: QueryClient): Promise<void> {
  const known = client.getQueryData(projectsQuery.queryKey)?.open?.dir;
  const list = await call('GET /projects').catch(() => null);
  if (!list) return;
  if (list.open?.dir !== known) return forgetProject(client);
  await client.invalidateQueries();
}

export function applyEvent(
  client: QueryClient,
  event: ServerEvent,
  listeners: Pick<EventListeners, 'onJob'>,
): void {
  if (event.type === 'job') applyJob(client, readJob(event.job), listeners);
  else if (event.type === 'opened') forgetProject(client);
  else for (const topic of event.topics) void client.invalidateQueries({ queryKey: [topic] });
}

function applyJob(client: QueryClient, job: JobInfo, { onJob }: Pick<EventListeners, 'onJob'>): void {
  const jobs = client.getQueryData(jobsQuery.queryKey);
  const previous = jobs?.find(({ id }) => id === job.id) ?? null;
  client.setQueryData(jobsQuery.queryKey, jobs && withJob(jobs, job));
  if (previous?.status !== job.status) onJob(job, previous);
}

function withJob(jobs: readonly JobInfo[], job: JobInfo): JobInfo[] {
  const isNew = jobs.every(({ id }) => id !== job.id);
  return isNew ? [...jobs, job] : jobs.map((other) => (other.id === job.id ? job : other));
}

/**
 * Another project is open, or none. Its screens leave the page until it is known which, so that none of them asks
 * the new project for what the old one held.
 */
function forgetProject(client: QueryClient): void {
  const isKept = new Set(['projects', 'machine', 'folders']);
  client.removeQueries({ predicate: ({ queryKey }) => !isKept.has(String(queryKey[0])) });
  void client.resetQueries({ queryKey: projectsQuery.queryKey });
}
