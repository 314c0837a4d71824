import { useQuery } from '@tanstack/react-query';
import type { JobAction, JobInfo, JobRequest } from '../../shared/api/jobs.ts';
import { send } from '../api/client.ts';
import { jobsQuery } from '../api/queries.ts';
import { useProject } from './use-project.ts';

/** @throws ServiceError */
export const startJob = (request: JobRequest) => send<JobInfo>('POST', '/jobs', request);

/** @throws ServiceError */
export const controlJob = (id: number, action: JobAction) => send<JobInfo>('POST', `/jobs/${id}/${action}`);

/** Forgets a job that has ended. @throws ServiceError */
export const removeJob = (id: number) => send<undefined>('DELETE', `/jobs/${id}`);

/** Forgets all jobs that have ended, save those that can be resumed. @throws ServiceError */
export const removeEndedJobs = () => send<undefined>('DELETE', '/jobs');

const noJobs: readonly JobInfo[] = [];

/** All jobs of the project, oldest first, kept up to date. */
export function useJobs(): readonly JobInfo[] {
  return useQuery({ ...jobsQuery, enabled: Boolean(useProject()) }).data ?? noJobs;
}

/** A job as it is now; undefined until it is known, or when it was removed. */
export function useJob(id: number | null): JobInfo | undefined {
  return useJobs().find((job) => job.id === id);
}

export const isActive = ({ status }: Pick<JobInfo, 'status'>) => status === 'running' || status === 'queued';

const titles: Readonly<Record<string, string>> = {
  import: 'Import',
  segment: 'Extract vessels',
  'evaluate-segmenter': 'Evaluate segmenter',
  'train-segmenter': 'Train segmenter',
  'train-synthesizer': 'Train synthesizer',
  quantize: 'Quantise model',
  synthesize: 'Synthesise images',
  benchmark: 'Benchmark',
  export: 'Export',
};

/** Work of which nothing is kept until it is done: once stopped, it begins anew. */
export const startsAnew = ({ kind }: Pick<JobInfo, 'kind'>) => kind === 'quantize' || kind === 'benchmark';

/** What a job does, in words. */
export const jobTitle = ({ kind }: Pick<JobInfo, 'kind'>) => titles[kind] ?? kind;
