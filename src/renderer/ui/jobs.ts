import { useQuery } from '@tanstack/react-query';
import type { JobAction, JobInfo, JobRequest } from '../../shared/api/jobs.ts';
import { send } from '../api/client.ts';
import { jobsQuery } from '../api/queries.ts';

/** @throws ServiceError */
export const startJob = (request: JobRequest) => send<JobInfo>('POST', '/jobs', request);

/** @throws ServiceError */
export const controlJob = (id: number, action: JobAction) => send<JobInfo>('POST', `/jobs/${id}/${action}`);

/** Forgets a job that has ended. @throws ServiceError */
export const removeJob = (id: number) => send<undefined>('DELETE', `/jobs/${id}`);

/** All jobs, oldest first, kept up to date. */
export function useJobs(): readonly JobInfo[] {
  return useQuery(jobsQuery).data ?? [];
}

/** A job as it is now; undefined until it is known, or when it was removed. */
export function useJob(id: number | null): JobInfo | undefined {
  return useQuery({ ...jobsQuery, select: (jobs) => jobs.find((job) => job.id === id) }).data;
}

export const isActive = ({ status }: JobInfo) => status === 'running' || status === 'queued';
