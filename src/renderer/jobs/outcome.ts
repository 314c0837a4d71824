import type { JobInfo } from '../../shared/api/jobs.ts';
import { quantizationReportSchema } from '../../shared/api/quantization.ts';
import { formatCount } from '../ui/format.ts';
import { importReportSchema } from '../ui/import-report.ts';
import {
  benchmarkSchema,
  evaluationSchema,
  exportSchema,
  segmentationSchema,
  synthesisSchema,
  trainingSchema,
} from '../ui/job-results.ts';
import { jobTitle } from '../ui/jobs.ts';

/** A screen that shows what a job made. */
export type JobPlace = '/images' | '/training' | '/review' | '/gallery' | '/benchmark' | '/jobs';

export interface JobOutcome {
  /** "Segmented 6 photographs" */
  readonly summary: string;
  /** Whether some of what was asked for was not done. */
  readonly hasLosses: boolean;
  /** Where to see it. */
  readonly link: { readonly to: JobPlace; readonly label: string } | null;
}

const outcomes: Readonly<Record<string, (result: unknown) => JobOutcome | null>> = {
  import: (result) => {
    const { data } = importReportSchema.safeParse(result);
    if (!data) return null;
    const parts = [`Imported ${formatCount(data.taken.length, 'photograph')}`];
    if (data.added.length > 0) parts.push(`${formatCount(data.added.length, 'mask')} added`);
    if (data.leftOut.length > 0) parts.push(`${data.leftOut.length} left out`);
    if (data.failed.length > 0) parts.push(`${data.failed.length} failed`);
    const hasLosses = data.failed.length > 0;
    const link: JobOutcome['link'] = hasLosses
      ? { to: '/jobs', label: 'See what failed' }
      : { to: '/images', label: 'Show the data set' };
    return { summary: parts.join(', '), hasLosses, link };
  },
  segment: (result) => {
    const { data } = segmentationSchema.safeParse(result);
    if (!data) return null;
    const summary = `Segmented ${formatCount(data.images.length, 'photograph')}`;
    return { summary, hasLosses: false, link: { to: '/review', label: 'Review the masks' } };
  },
  'evaluate-segmenter': (result) => {
    const { data } = evaluationSchema.safeParse(result);
    if (!data) return null;
    const summary = `F1 ${data.summary.f1.toFixed(3)} on ${formatCount(data.images.length, 'photograph')}`;
    return { summary, hasLosses: false, link: { to: '/jobs', label: 'See the scores' } };
  },
  'train-segmenter': (result) => trained(result, 'segmenter'),
  'train-synthesizer': (result) => trained(result, 'synthesizer'),
  quantize: (result) => {
    const { data } = quantizationReportSchema.safeParse(result);
    if (!data) return null;
    const isRefused = data.sha256 === null;
    const summary = isRefused
      ? `No int8 network of ${data.source} is within the limits`
      : `Made an int8 network of ${data.source}`;
    const label = isRefused ? 'See why' : 'See the result';
    return { summary, hasLosses: isRefused, link: { to: '/training', label } };
  },
  synthesize: (result) => {
    const { data } = synthesisSchema.safeParse(result);
    if (!data) return null;
    const summary = `Synthesised ${formatCount(data.images, 'image')}`;
    return { summary, hasLosses: false, link: { to: '/gallery', label: 'Show the gallery' } };
  },
  benchmark: (result) => {
    if (!benchmarkSchema.safeParse(result).success) return null;
    const summary = 'Measured how fast the networks are';
    return { summary, hasLosses: false, link: { to: '/benchmark', label: 'Show the result' } };
  },
  export: (result) => {
    const { data } = exportSchema.safeParse(result);
    if (!data) return null;
    const summary = `Exported ${formatCount(data.files, 'file')}`;
    return { summary, hasLosses: false, link: { to: '/jobs', label: 'Show where' } };
  },
};

function trained(result: unknown, network: string): JobOutcome | null {
  const { data } = trainingSchema.safeParse(result);
  if (!data) return null;
  const summary = `Trained the ${network} ${data.model.name}`;
  return { summary, hasLosses: false, link: { to: '/training', label: 'See the run' } };
}

/** The part of a screen's address that leads to what a job made. */
export function searchOf(
  to: JobPlace,
  { id, kind }: Pick<JobInfo, 'id' | 'kind'>,
): { job?: number; quantization?: number } {
  if (to === '/jobs' || to === '/benchmark') return { job: id };
  return kind === 'quantize' ? { quantization: id } : {};
}

/** What a finished job has achieved, in one line. */
export function jobOutcome(job: Pick<JobInfo, 'kind' | 'result'>): JobOutcome {
  return (
    outcomes[job.kind]?.(job.result) ?? {
      summary: `${jobTitle(job)}: finished`,
      hasLosses: false,
      link: null,
    }
  );
}
