import { queryOptions } from '@tanstack/react-query';
import type { BenchmarkChoices, BenchmarkInfo, BenchmarkReport } from '../../shared/api/benchmark.ts';
import type { FolderListing } from '../../shared/api/folders.ts';
import type { Histogram, ImageDetail, ImageItem } from '../../shared/api/images.ts';
import { type JobRecord, readJob } from '../../shared/api/jobs.ts';
import type { ProjectInfo, ProjectList } from '../../shared/api/projects.ts';
import type { QuantizationChoices, QuantizationProposal } from '../../shared/api/quantization.ts';
import type { ReviewDetail } from '../../shared/api/review.ts';
import type { NearestPhotograph, SyntheticDetail, SyntheticItem } from '../../shared/api/synthetic.ts';
import type { Topic } from '../../shared/api/topics.ts';
import type {
  BorrowedNetworks,
  ListedModel,
  MachineLoad,
  RunInfo,
  RunMetrics,
  RunSample,
  TrainingChoices,
} from '../../shared/api/training.ts';
import { get } from './client.ts';

/** Keys begin with the topic whose changes make them stale. */
function read<T>(
  key: readonly [Topic | 'machine' | 'folders' | 'projects' | 'benchmark-reports', ...(string | number)[]],
  path: string,
) {
  return queryOptions({ queryKey: key, queryFn: ({ signal }) => get<T>(path, signal) });
}

/** Not given up when another project is opened, which asks for it again: both want the same answer. */
export const projectsQuery = queryOptions({
  queryKey: ['projects'],
  queryFn: () => get<ProjectList>('/projects'),
});
export const projectQuery = read<ProjectInfo>(['project'], '/project');
export const foldersQuery = (path: string) =>
  read<FolderListing>(['folders', path], `/folders?path=${encodeURIComponent(path)}`);

export const imagesQuery = read<ImageItem[]>(['images'], '/images');
export const imageQuery = (id: number) => read<ImageDetail>(['images', id], `/images/${id}`);
export const histogramQuery = (id: number) =>
  read<Histogram>(['images', id, 'histogram'], `/images/${id}/histogram`);
export const reviewQuery = (imageId: number) =>
  read<ReviewDetail>(['reviews', imageId], `/review/${imageId}`);

export const jobsQuery = queryOptions({
  queryKey: ['jobs'],
  queryFn: async ({ signal }) => (await get<JobRecord[]>('/jobs', signal)).map(readJob),
});

export const trainingQuery = read<TrainingChoices>(['images', 'training'], '/training');
export const runsQuery = read<RunInfo[]>(['runs'], '/runs');
export const runMetricsQuery = (id: number) =>
  read<RunMetrics>(['runs', id, 'metrics'], `/runs/${id}/metrics`);
export const runSamplesQuery = (id: number) => read<RunSample[]>(['samples', id], `/runs/${id}/samples`);
export const modelsQuery = read<ListedModel[]>(['models'], '/models');
export const borrowedQuery = read<BorrowedNetworks>(['models', 'borrowed'], '/models/borrowed');
export const quantizationChoicesQuery = read<QuantizationChoices>(
  ['images', 'quantization'],
  '/quantization-choices',
);
/** Of a finished job of the kind 'quantize'. */
export const quantizationQuery = (job: number) =>
  read<QuantizationProposal>(['models', 'quantization', job], `/quantizations/${job}`);
export const machineQuery = queryOptions({
  ...read<MachineLoad>(['machine'], '/machine'),
  refetchInterval: 2000,
});

export const syntheticQuery = read<SyntheticItem[]>(['synthetic'], '/synthetic');
export const syntheticDetailQuery = (id: number) =>
  read<SyntheticDetail>(['synthetic', id], `/synthetic/${id}`);
export const nearestQuery = (id: number) =>
  read<NearestPhotograph | null>(['synthetic', id, 'nearest'], `/synthetic/${id}/nearest`);

export const benchmarksQuery = read<BenchmarkInfo[]>(['benchmarks'], '/benchmarks');
/** A report never changes; only its name does, which is not in it. */
export const benchmarkQuery = (id: string) =>
  read<BenchmarkReport>(['benchmark-reports', id], `/benchmarks/${id}`);
/** What can be used changes outside the application, and with the models of the project. */
export const benchmarkChoicesQuery = queryOptions({
  ...read<BenchmarkChoices>(['models', 'benchmark-choices'], '/benchmark-choices'),
  refetchOnMount: 'always',
});
