import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { applyEvent, catchUp } from '../../../../src/renderer/api/events.ts';
import { imagesQuery, jobsQuery, projectsQuery } from '../../../../src/renderer/api/queries.ts';
import { type JobRecord, readJob } from '../../../../src/shared/api/jobs.ts';
import type { ProjectList } from '../../../../src/shared/api/projects.ts';

const job: JobRecord = {
  ...{
    id: 1,
    kind: 'segment',
    options: {},
    status: 'running',
    phase: 'Extracting vessels',
    done: 1,
    total: 6,
  },
  ...{ detail: null, remaining: null, error: null, result: null, runId: null },
  ...{ isResumable: false, isElsewhere: false, createdAt: '', startedAt: '', finishedAt: null },
};

let client: QueryClient;
const onJob = vi.fn();
beforeEach(() => {
  client = new QueryClient();
  onJob.mockReset();
});
const jobs = () => client.getQueryData(jobsQuery.queryKey);

describe('a job', () => {
  it('takes the place of what was known of it', () => {
    client.setQueryData(jobsQuery.queryKey, [job, { ...job, id: 2 }].map(readJob));
    applyEvent(client, { type: 'job', job: { ...job, done: 4 } }, { onJob });
    expect(jobs()?.map(({ id, done }) => [id, done])).toEqual([
      [1, 4],
      [2, 1],
    ]);
    expect(onJob).not.toHaveBeenCalled();
  });

  it('comes last when it is new', () => {
    client.setQueryData(jobsQuery.queryKey, [readJob(job)]);
    applyEvent(client, { type: 'job', job: { ...job, id: 5 } }, { onJob });
    expect(jobs()?.map(({ id }) => id)).toEqual([1, 5]);
  });

  it('is told of when its status changes', () => {
    client.setQueryData(jobsQuery.queryKey, [readJob(job)]);
    const finished: JobRecord = { ...job, status: 'finished' };
    applyEvent(client, { type: 'job', job: finished }, { onJob });
    applyEvent(client, { type: 'job', job: finished }, { onJob });
    expect(onJob).toHaveBeenCalledExactlyOnceWith(readJob(finished), readJob(job));
  });

  it('is no list of jobs where none was read', () => {
    applyEvent(client, { type: 'job', job }, { onJob });
    expect(jobs()).toBeUndefined();
    expect(onJob).toHaveBeenCalledExactlyOnceWith(readJob(job), null);
  });
});

it('makes what has changed be read again, with all below it, and nothing else', () => {
  client.setQueryData(imagesQuery.queryKey, []);
  client.setQueryData(['images', 7], { id: 7 });
  client.setQueryData(jobsQuery.queryKey, [readJob(job)]);
  applyEvent(client, { type: 'changed', topics: ['images', 'masks'] }, { onJob });
  const isStale = (key: readonly unknown[]) => client.getQueryState(key)?.isInvalidated;
  expect(isStale(imagesQuery.queryKey)).toBe(true);
  expect(isStale(['images', 7])).toBe(true);
  expect(isStale(jobsQuery.queryKey)).toBe(false);
});

const list = (dir: string) => ({ recent: [], defaultParent: '', open: { dir } }) as unknown as ProjectList;

describe('after a lost connection', () => {
  const answer = (value: ProjectList) => vi.stubGlobal('fetch', async () => Response.json(value));
  afterEach(() => vi.unstubAllGlobals());
  beforeEach(() => {
    client.setQueryData(projectsQuery.queryKey, list('old'));
    client.setQueryData(imagesQuery.queryKey, []);
  });

  it('the project that is still open is read again while it stays on the page', async () => {
    answer(list('old'));
    await catchUp(client);
    expect(client.getQueryData(imagesQuery.queryKey)).toEqual([]);
    expect(client.getQueryState(imagesQuery.queryKey)?.isInvalidated).toBe(true);
  });

  it('what a service that has another project open does not know leaves the page', async () => {
    answer(list('new'));
    await catchUp(client);
    expect(client.getQueryData(imagesQuery.queryKey)).toBeUndefined();
    expect(client.getQueryData(projectsQuery.queryKey)).toBeUndefined();
  });

  it('a service that is gone again changes nothing', async () => {
    vi.stubGlobal('fetch', () => Promise.reject(new TypeError('Failed to fetch')));
    await catchUp(client);
    expect(client.getQueryState(imagesQuery.queryKey)?.isInvalidated).toBe(false);
  });
});

describe('another project', () => {
  it('is known only when it was read; what the old one held is gone', async () => {
    const list = (dir: string) =>
      ({ recent: [], defaultParent: '', open: { dir } }) as unknown as ProjectList;
    client.setQueryData(projectsQuery.queryKey, list('old'));
    client.setQueryData(imagesQuery.queryKey, []);
    const queryFn = vi.fn(async () => list('new'));
    const observer = new QueryObserver(client, {
      ...projectsQuery,
      queryFn,
      staleTime: Number.POSITIVE_INFINITY,
    });
    const unsubscribe = observer.subscribe(() => {});
    applyEvent(client, { type: 'opened', dir: 'new' }, { onJob });
    expect(client.getQueryData(projectsQuery.queryKey)).toBeUndefined();
    expect(client.getQueryData(imagesQuery.queryKey)).toBeUndefined();
    await expect.poll(() => client.getQueryData(projectsQuery.queryKey)?.open?.dir).toBe('new');
    unsubscribe();
  });
});
