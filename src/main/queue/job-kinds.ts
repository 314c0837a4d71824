import type { Topic } from '../../shared/api/events.ts';
import { type JobKind, type JobRequest, jobRequestSchema } from '../../shared/api/jobs.ts';
import type { JobRow } from '../store/jobs.ts';

/** Jobs of one lane wait for each other; those of the other go on beside them. */
export const laneNames = ['compute', 'files'] as const;
export type LaneName = (typeof laneNames)[number];

interface KindOfJob {
  readonly lane: LaneName;
  /** What it changes as it goes, and when it ends. */
  readonly topics: readonly Topic[];
  readonly finalTopics?: readonly Topic[];
}

const kinds: Readonly<Record<JobKind, KindOfJob>> = {
  import: { lane: 'files', topics: ['images', 'masks', 'project'] },
  segment: { lane: 'compute', topics: ['images', 'masks', 'reviews', 'project'] },
  'evaluate-segmenter': { lane: 'compute', topics: [], finalTopics: ['models'] },
  'train-segmenter': { lane: 'compute', topics: ['runs', 'samples'], finalTopics: ['models'] },
  'train-synthesizer': { lane: 'compute', topics: ['runs', 'samples'], finalTopics: ['models'] },
  quantize: { lane: 'compute', topics: [] },
  synthesize: { lane: 'compute', topics: ['synthetic', 'project'], finalTopics: ['images'] },
  benchmark: { lane: 'compute', topics: [], finalTopics: ['benchmarks'] },
  export: { lane: 'files', topics: [] },
};

/** @param kind as stored; one that is not known changes nothing */
export function kindOfJob(kind: string): KindOfJob {
  return Object.entries(kinds).find(([name]) => name === kind)?.[1] ?? { lane: 'files', topics: [] };
}

/** What a stored job asks for; undefined for one that the command line recorded in its own words. */
export function requestOf({ kind, options }: Pick<JobRow, 'kind' | 'options'>): JobRequest | undefined {
  return jobRequestSchema.safeParse({ kind, options }).data;
}
