import type { JobInfo, JobStatus, KnownJob } from '../../../shared/api/jobs.ts';
import { networkNames } from '../../../shared/benchmark-text.ts';
import { diagnosisNames, splitNames } from '../../../shared/domain.ts';
import type { JobKind, OptionsOf, ResultOf } from '../../../shared/jobs/kinds.ts';
import type { MaskChoice } from '../../../shared/jobs/requests.ts';
import type { TrainingResult } from '../../../shared/jobs/results.ts';
import { formatCount } from '../format.ts';

/** A screen that shows what a job made. */
export type JobPlace = '/images' | '/training' | '/review' | '/gallery' | '/benchmark' | '/jobs';

export interface JobOutcome {
  /** "Vessels of 6 photographs extracted" */
  readonly summary: string;
  /** Whether some of what was asked for was not done. */
  readonly hasLosses: boolean;
  /** Where to see it. */
  readonly link: { readonly to: JobPlace; readonly label: string } | null;
}

interface WordsOfKind<Kind extends JobKind> {
  readonly title: string;
  /** What was asked for. */
  readonly describe: (options: OptionsOf<Kind>) => readonly string[];
  readonly outcome: (result: ResultOf<Kind>) => JobOutcome;
}

const maskNames: Record<MaskChoice, string> = {
  best: 'from the best masks',
  annotated: 'from annotated masks',
  reviewed: 'from accepted masks',
  predicted: 'from extracted masks',
};

/** What the page says of each kind of job; app/jobs-page.tsx says what shows their results. */
const kinds: { readonly [Kind in JobKind]: WordsOfKind<Kind> } = {
  import: {
    title: 'Import',
    describe: ({ upload, paths, diagnosis, split }) => [
      upload === undefined ? paths.map(lastPart).join(', ') : 'uploaded files',
      ...(diagnosis ? [diagnosisNames[diagnosis]] : []),
      ...(split ? [`${splitNames[split]} split`] : []),
    ],
    outcome: ({ taken, added, leftOut, failed }) => {
      const parts = [`Imported ${formatCount(taken.length, 'photograph')}`];
      if (added.length > 0) parts.push(`${formatCount(added.length, 'mask')} added`);
      if (leftOut.length > 0) parts.push(`${leftOut.length} left out`);
      if (failed.length > 0) parts.push(`${failed.length} failed`);
      const hasLosses = failed.length > 0;
      const link: JobOutcome['link'] = hasLosses
        ? { to: '/jobs', label: 'See what failed' }
        : { to: '/images', label: 'Show the data set' };
      return { summary: parts.join(', '), hasLosses, link };
    },
  },
  segment: {
    title: 'Extract vessels',
    describe: ({ images, model }) => [
      images ? formatCount(images.length, 'photograph') : 'all photographs',
      ...modelPart(model),
    ],
    outcome: ({ images }) => ({
      summary: `Vessels of ${formatCount(images.length, 'photograph')} extracted`,
      hasLosses: false,
      link: { to: '/review', label: 'Review the masks' },
    }),
  },
  'evaluate-segmenter': {
    title: 'Evaluate segmenter',
    describe: ({ split, model }) => [`${splitNames[split ?? 'test']} split`, ...modelPart(model)],
    outcome: ({ summary, images }) => ({
      summary: `F1 ${summary.f1.toFixed(3)} on ${formatCount(images.length, 'photograph')}`,
      hasLosses: false,
      link: { to: '/jobs', label: 'See the scores' },
    }),
  },
  'train-segmenter': {
    title: 'Train segmenter',
    describe: describeTraining,
    outcome: (result) => outcomeOfTraining(result, 'segmenter'),
  },
  'train-synthesizer': {
    title: 'Train synthesizer',
    describe: describeTraining,
    outcome: (result) => outcomeOfTraining(result, 'synthesizer'),
  },
  quantize: {
    title: 'Quantise model',
    describe: ({ model, calibrator, images }) => [
      model,
      ...(calibrator ? [`ranges by ${calibrator}`] : []),
      ...(images ? [`calibrated on ${formatCount(images, 'image')}`] : []),
    ],
    outcome: ({ source, sha256 }) => {
      const isRefused = sha256 === null;
      const summary = isRefused
        ? `No int8 network of ${source} is within the limits`
        : `Made an int8 network of ${source}`;
      const label = isRefused ? 'See why' : 'See the result';
      return { summary, hasLosses: isRefused, link: { to: '/training', label } };
    },
  },
  synthesize: {
    title: 'Synthesise images',
    describe: ({ count, seed, diagnosis, masks, like }) => [
      formatCount(count, 'image'),
      ...(diagnosis ? [diagnosisNames[diagnosis]] : []),
      like === undefined ? maskNames[masks ?? 'best'] : 'like one that was chosen',
      `seed ${seed}`,
    ],
    outcome: ({ images }) => ({
      summary: `Synthesised ${formatCount(images, 'image')}`,
      hasLosses: false,
      link: { to: '/gallery', label: 'Show the gallery' },
    }),
  },
  benchmark: {
    title: 'Benchmark',
    describe: ({ preset, networks = [] }) => [
      `preset “${preset}”`,
      ...networks.map((network) => networkNames[network]),
    ],
    outcome: () => ({
      summary: 'Measured how fast the networks are',
      hasLosses: false,
      link: { to: '/benchmark', label: 'Show the result' },
    }),
  },
  export: {
    title: 'Export',
    describe: ({ folder, which, split, zip }) => [
      lastPart(folder),
      which === 'kept' ? 'kept images' : 'all but discarded images',
      ...(split ? ['divided'] : []),
      ...(zip ? ['with zip'] : []),
    ],
    outcome: ({ files }) => ({
      summary: `Exported ${formatCount(files, 'file')}`,
      hasLosses: false,
      link: { to: '/jobs', label: 'Show where' },
    }),
  },
};

/** What a job does, in words. */
export const jobTitle = (job: JobInfo) => (job.kind === 'other' ? job.name : kinds[job.kind].title);

/** What was asked for, in a few words; "" for a job of the command line. */
export const describeRequest = (job: JobInfo) => (job.kind === 'other' ? '' : describe(job));

const describe = <Kind extends JobKind>({ kind, options }: KnownJob<Kind>) =>
  options === null ? '' : kinds[kind].describe(options).join(', ');

/** What a finished job has achieved, in one line. */
export function jobOutcome(job: JobInfo): JobOutcome {
  const known = job.kind === 'other' ? null : outcome(job);
  if (known) return known;
  const isForeign = job.kind !== 'other' && job.hasForeignResult;
  const summary = `${jobTitle(job)}: finished${isForeign ? ', the result was stored by another version' : ''}`;
  return { summary, hasLosses: false, link: null };
}

const outcome = <Kind extends JobKind>({ kind, result }: KnownJob<Kind>) =>
  result === null ? null : kinds[kind].outcome(result);

/** The part of a screen's address that leads to what a job made. */
export function searchOf(
  to: JobPlace,
  { id, kind }: Pick<JobInfo, 'id' | 'kind'>,
): { job?: number; quantization?: number } {
  if (to === '/jobs' || to === '/benchmark') return { job: id };
  return kind === 'quantize' ? { quantization: id } : {};
}

function describeTraining({ name, preset, steps }: OptionsOf<'train-segmenter' | 'train-synthesizer'>) {
  return [...(name ? [name] : []), `preset “${preset}”`, ...(steps ? [formatCount(steps, 'step')] : [])];
}

function outcomeOfTraining({ model }: TrainingResult, network: string): JobOutcome {
  const summary = `Trained the ${network} ${model.name}`;
  return { summary, hasLosses: false, link: { to: '/training', label: 'See the run' } };
}

const modelPart = (model: string | undefined) => (model === undefined ? [] : [`with ${model}`]);

const lastPart = (path: string) => path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;

export const statusNames: Record<JobStatus, string> = {
  queued: 'waiting',
  running: 'running',
  paused: 'paused',
  finished: 'finished',
  failed: 'failed',
  cancelled: 'cancelled',
  interrupted: 'interrupted',
};

export const statusColours: Record<JobStatus, string> = {
  queued: 'gray',
  running: 'blue',
  paused: 'yellow',
  finished: 'teal',
  failed: 'red',
  cancelled: 'gray',
  interrupted: 'yellow',
};
