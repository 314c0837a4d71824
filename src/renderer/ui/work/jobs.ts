import { useQuery } from '@tanstack/react-query';
import { type JobAction, type JobInfo, type KnownJob, readJob } from '../../../shared/api/jobs.ts';
import type { JobKind, JobRequest } from '../../../shared/jobs/kinds.ts';
import { call } from '../../api/client.ts';
import { jobsQuery } from '../../api/queries.ts';
import { useProject } from '../use-project.ts';

/** @throws ServiceError */
export const startJob = async (request: JobRequest) => readJob(await call('POST /jobs', { body: request }));

/** @throws ServiceError */
export const controlJob = async (id: number, action: JobAction) =>
  readJob(await call(`POST /jobs/:id/${action}`, { params: { id } }));

/** Forgets a job that has ended. @throws ServiceError */
export const removeJob = (id: number) => call('DELETE /jobs/:id', { params: { id } });

/** Forgets all jobs that have ended, save those that can be resumed. @throws ServiceError */
export const removeEndedJobs = () => call('DELETE /jobs');

const noJobs: readonly JobInfo[] = [];

/** All jobs of the project, oldest first, kept up to date. */
export function useJobs(): readonly JobInfo[] {
  return useQuery({ ...jobsQuery, enabled: Boolean(useProject()) }).data ?? noJobs;
}

/** Those of one kind. */
export function useJobsOf<Kind extends JobKind>(kind: Kind): readonly KnownJob<Kind>[] {
  return useJobs().filter((job): job is JobInfo & KnownJob<Kind> => job.kind === kind);
}

/** A job as it is now; undefined until it is known, or when it was removed. */
export function useJob(id: number | null): JobInfo | undefined {
  return useJobs().find((job) => job.id === id);
}

export const isActive = ({ status }: Pick<JobInfo, 'status'>) => status === 'running' || status === 'queued';

/** Work of which nothing is kept until it is done: once stopped, it begins anew. */
export const startsAnew = ({ kind }: Pick<JobInfo, 'kind'>) => kind === 'quantize' || kind === 'benchmark';
