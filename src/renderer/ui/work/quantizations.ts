import type { JobInfo, KnownJob } from '../../../shared/api/jobs.ts';
import type { ModelInfo } from '../../../shared/api/training.ts';
import { isActive } from './jobs.ts';

/** A quantisation that the user has something to do with: it runs, or was stopped, or waits for a decision. */
export interface OpenQuantization {
  readonly job: JobInfo;
  /** The float32 model's name. */
  readonly source: string;
  readonly state: 'under way' | 'stopped' | 'proposed' | 'refused';
}

/** Newest first; what was kept or cancelled is left out. */
export function openQuantizations(
  jobs: readonly JobInfo[],
  models: readonly Pick<ModelInfo, 'sha256'>[],
): OpenQuantization[] {
  return jobs
    .flatMap((job): OpenQuantization[] => {
      if (job.kind !== 'quantize' || !job.options) return [];
      const state = stateOf(job, models);
      return state ? [{ job, source: job.options.model, state }] : [];
    })
    .reverse();
}

function stateOf(
  job: KnownJob<'quantize'>,
  models: readonly Pick<ModelInfo, 'sha256'>[],
): OpenQuantization['state'] | null {
  if (isActive(job)) return 'under way';
  if (job.status === 'cancelled') return null;
  const { result } = job;
  if (!result) return 'stopped';
  if (result.sha256 === null) return 'refused';
  return models.some(({ sha256 }) => sha256 === result.sha256) ? null : 'proposed';
}
