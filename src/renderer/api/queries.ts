import { queryOptions } from '@tanstack/react-query';
import { readJob } from '../../shared/api/jobs.ts';
import type { Topic } from '../../shared/api/topics.ts';
import { call } from './client.ts';

/** Keys begin with the topic whose changes make them stale. */
function read<T>(
  key: readonly [Topic | 'machine' | 'folders' | 'projects' | 'benchmark-reports', ...(string | number)[]],
  ask: (signal: AbortSignal) => Promise<T>,
) {
  return queryOptions({ queryKey: key, queryFn: ({ signal }) => ask(signal) });
}

/** Not given up when another project is opened, which asks for it again: both want the same answer. */
export const projectsQuery = queryOptions({
  queryKey: ['projects'],
  queryFn: () => call('GET /projects'),
});
export const projectQuery = read(['project'], (signal) => call('GET /project', { signal }));
export const foldersQuery = (path: string) =>
  read(['folders', path], (signal) => call('GET /folders', { query: { path }, signal }));

export const imagesQuery = read(['images'], (signal) => call('GET /images', { signal }));
export const imageQuery = (id: number) =>
  read(['images', id], (signal) => call('GET /images/:id', { params: { id }, signal }));
export const histogramQuery = (id: number) =>
  read(['images', id, 'histogram'], (signal) =>
    call('GET /images/:id/histogram', { params: { id }, signal }),
  );
export const reviewQuery = (id: number) =>
  read(['reviews', id], (signal) => call('GET /review/:id', { params: { id }, signal }));

export const jobsQuery = read(['jobs'], async (signal) => (await call('GET /jobs', { signal })).map(readJob));

export const trainingQuery = read(['images', 'training'], (signal) => call('GET /training', { signal }));
export const runsQuery = read(['runs'], (signal) => call('GET /runs', { signal }));
export const runMetricsQuery = (id: number) =>
  read(['runs', id, 'metrics'], (signal) => call('GET /runs/:id/metrics', { params: { id }, signal }));
export const runSamplesQuery = (id: number) =>
  read(['samples', id], (signal) => call('GET /runs/:id/samples', { params: { id }, signal }));
export const modelsQuery = read(['models'], (signal) => call('GET /models', { signal }));
export const borrowedQuery = read(['models', 'borrowed'], (signal) =>
  call('GET /models/borrowed', { signal }),
);
export const quantizationChoicesQuery = read(['images', 'quantization'], (signal) =>
  call('GET /quantization-choices', { signal }),
);
/** The proposal of a finished job of the kind 'quantize'. */
export const quantizationQuery = (id: number) =>
  read(['models', 'quantization', id], (signal) =>
    call('GET /quantizations/:id', { params: { id }, signal }),
  );
export const machineQuery = queryOptions({
  ...read(['machine'], (signal) => call('GET /machine', { signal })),
  refetchInterval: 2000,
});

export const syntheticQuery = read(['synthetic'], (signal) => call('GET /synthetic', { signal }));
export const syntheticDetailQuery = (id: number) =>
  read(['synthetic', id], (signal) => call('GET /synthetic/:id', { params: { id }, signal }));
export const nearestQuery = (id: number) =>
  read(['synthetic', id, 'nearest'], (signal) =>
    call('GET /synthetic/:id/nearest', { params: { id }, signal }),
  );

export const benchmarksQuery = read(['benchmarks'], (signal) => call('GET /benchmarks', { signal }));
/** A report never changes; only its name does, which is not in it. */
export const benchmarkQuery = (id: string) =>
  read(['benchmark-reports', id], (signal) => call('GET /benchmarks/:id', { params: { id }, signal }));
/** What can be used changes outside the application, and with the models of the project. */
export const benchmarkChoicesQuery = queryOptions({
  ...read(['models', 'benchmark-choices'], (signal) => call('GET /benchmark-choices', { signal })),
  refetchOnMount: 'always',
});
