import { z } from 'zod';
import { benchmarkOptionsSchema } from '../api/benchmark.ts';
import { quantizationReportSchema, quantizeOptionsSchema } from '../api/quantization.ts';
import type { Topic } from '../api/topics.ts';
import { segmenterSettingsSchema, synthesizerSettingsSchema } from '../api/training.ts';
import {
  evaluateOptionsSchema,
  exportOptionsSchema,
  importOptionsSchema,
  segmentOptionsSchema,
  synthesizeOptionsSchema,
} from './requests.ts';
import {
  benchmarkResultSchema,
  evaluationReportSchema,
  exportResultSchema,
  importReportSchema,
  segmentationResultSchema,
  synthesisResultSchema,
  trainingResultSchema,
} from './results.ts';

/** Jobs of one lane wait for each other; those of the other go on beside them. */
export const laneNames = ['compute', 'files'] as const;
export type LaneName = (typeof laneNames)[number];

interface KindOfJob<Options, Result> {
  /** What can be asked for. */
  readonly options: z.ZodType<Options>;
  /** What it comes to. */
  readonly result: z.ZodType<Result>;
  readonly lane: LaneName;
  /** What it changes as it goes, and when it ends. */
  readonly topics: readonly Topic[];
  readonly finalTopics?: readonly Topic[];
}

/** The kinds of jobs: the queue, the work (jobs/perform.ts) and the page (ui/work/job-kinds.ts) follow this table. */
const table = {
  import: {
    options: importOptionsSchema,
    result: importReportSchema,
    lane: 'files',
    topics: ['images', 'masks', 'project'],
  },
  segment: {
    options: segmentOptionsSchema,
    result: segmentationResultSchema,
    lane: 'compute',
    topics: ['images', 'masks', 'reviews', 'project'],
  },
  'evaluate-segmenter': {
    options: evaluateOptionsSchema,
    result: evaluationReportSchema,
    lane: 'compute',
    topics: [],
    finalTopics: ['models'],
  },
  'train-segmenter': {
    options: segmenterSettingsSchema,
    result: trainingResultSchema,
    lane: 'compute',
    topics: ['runs', 'samples'],
    finalTopics: ['models'],
  },
  'train-synthesizer': {
    options: synthesizerSettingsSchema,
    result: trainingResultSchema,
    lane: 'compute',
    topics: ['runs', 'samples'],
    finalTopics: ['models'],
  },
  quantize: {
    options: quantizeOptionsSchema,
    result: quantizationReportSchema,
    lane: 'compute',
    topics: [],
  },
  synthesize: {
    options: synthesizeOptionsSchema,
    result: synthesisResultSchema,
    lane: 'compute',
    topics: ['synthetic', 'project'],
    finalTopics: ['images'],
  },
  benchmark: {
    options: benchmarkOptionsSchema,
    result: benchmarkResultSchema,
    lane: 'compute',
    topics: [],
    finalTopics: ['benchmarks'],
  },
  export: {
    options: exportOptionsSchema,
    result: exportResultSchema,
    lane: 'files',
    topics: [],
  },
} as const satisfies Readonly<Record<string, KindOfJob<unknown, unknown>>>;

export type JobKind = keyof typeof table;
export type OptionsOf<Kind extends JobKind> = z.infer<(typeof table)[Kind]['options']>;
export type ResultOf<Kind extends JobKind> = z.infer<(typeof table)[Kind]['result']>;

export const jobKinds: { readonly [Kind in JobKind]: KindOfJob<OptionsOf<Kind>, ResultOf<Kind>> } = table;

export const isJobKind = (kind: string): kind is JobKind => Object.hasOwn(jobKinds, kind);

/** The row of a stored kind; one that only the command line knows changes nothing. */
export const rowOf = (kind: string): KindOfJob<unknown, unknown> =>
  isJobKind(kind) ? jobKinds[kind] : { options: z.never(), result: z.unknown(), lane: 'files', topics: [] };

/** What POST /api/jobs queues. */
export type JobRequest<Kind extends JobKind = JobKind> = {
  [K in Kind]: { readonly kind: K; readonly options: OptionsOf<K> };
}[Kind];

const requestSchema = (kind: JobKind) =>
  z.object({ kind: z.literal(kind), options: jobKinds[kind].options as z.ZodType });

const [first, ...others] = Object.keys(jobKinds).filter(isJobKind).map(requestSchema);
// Which options belong to which kind is lost to the types on the way through the list.
export const jobRequestSchema = z.discriminatedUnion('kind', [first!, ...others]) as z.ZodType as z.ZodType<
  JobRequest,
  JobRequest
>;
