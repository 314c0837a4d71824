import {
  type JobInfo,
  type JobRequest,
  type JobStatus,
  jobRequestSchema,
  type MaskChoice,
} from '../../shared/api/jobs.ts';
import { networkNames } from '../../shared/benchmark-text.ts';
import { diagnosisNames } from '../../shared/domain.ts';
import { splitNames } from './badges.tsx';
import { formatCount } from './format.ts';

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

const maskNames: Record<MaskChoice, string> = {
  best: 'from the best masks',
  annotated: 'from annotated masks',
  reviewed: 'from accepted masks',
  predicted: 'from extracted masks',
};

/** What was asked for, in a few words; "" for a job of the command line. */
export function describeRequest({ kind, options }: Pick<JobInfo, 'kind' | 'options'>): string {
  const { data } = jobRequestSchema.safeParse({ kind, options });
  return data ? partsOf(data).join(', ') : '';
}

function partsOf(request: JobRequest): string[] {
  switch (request.kind) {
    case 'import':
      return [
        request.options.upload === undefined
          ? request.options.paths.map(lastPart).join(', ')
          : 'uploaded files',
        ...(request.options.diagnosis ? [diagnosisNames[request.options.diagnosis]] : []),
        ...(request.options.split ? [`${splitNames[request.options.split]} split`] : []),
      ];
    case 'segment':
      return [
        request.options.images ? formatCount(request.options.images.length, 'photograph') : 'all photographs',
        ...modelPart(request.options),
      ];
    case 'evaluate-segmenter':
      return [`${splitNames[request.options.split ?? 'test']} split`, ...modelPart(request.options)];
    case 'train-segmenter':
    case 'train-synthesizer':
      return [
        ...(request.options.name ? [request.options.name] : []),
        `preset “${request.options.preset}”`,
        ...(request.options.steps ? [formatCount(request.options.steps, 'step')] : []),
      ];
    case 'quantize':
      return [
        request.options.model,
        ...(request.options.calibrator ? [`ranges by ${request.options.calibrator}`] : []),
        ...(request.options.images ? [`calibrated on ${formatCount(request.options.images, 'image')}`] : []),
      ];
    case 'synthesize': {
      const { count, seed, diagnosis, masks, like } = request.options;
      return [
        formatCount(count, 'image'),
        ...(diagnosis ? [diagnosisNames[diagnosis]] : []),
        like === undefined ? maskNames[masks ?? 'best'] : 'like one that was chosen',
        `seed ${seed}`,
      ];
    }
    case 'benchmark':
      return [
        `preset “${request.options.preset}”`,
        ...(request.options.networks ?? []).map((network) => networkNames[network]),
      ];
    case 'export':
      return [
        lastPart(request.options.folder),
        request.options.which === 'kept' ? 'kept images' : 'all but discarded images',
        ...(request.options.split ? ['divided'] : []),
        ...(request.options.zip ? ['with zip'] : []),
      ];
  }
}

const modelPart = ({ model }: { model?: string | undefined }) =>
  model === undefined ? [] : [`with ${model}`];

const lastPart = (path: string) => path.split(/[\\/]/).filter(Boolean).at(-1) ?? path;
