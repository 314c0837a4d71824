import type { JobInfo } from '../../shared/api/jobs.ts';
import {
  type QuantizationReport,
  quantizationReportSchema,
  quantizeOptionsSchema,
} from '../../shared/api/quantization.ts';
import type { ModelInfo } from '../../shared/api/training.ts';
import { isActive } from './jobs.ts';

/** A quantisation that the user has something to do with: it runs, or was stopped, or waits for a decision. */
export interface OpenQuantization {
  readonly job: JobInfo;
  /** The float32 model's name. */
  readonly source: string;
  readonly state: 'under way' | 'stopped' | 'proposed' | 'refused';
}

export const reportOf = ({
  kind,
  result,
}: Pick<JobInfo, 'kind' | 'result'>): QuantizationReport | undefined =>
  kind === 'quantize' ? quantizationReportSchema.safeParse(result).data : undefined;

/** Newest first; what was kept or cancelled is left out. */
export function openQuantizations(
  jobs: readonly JobInfo[],
  models: readonly Pick<ModelInfo, 'sha256'>[],
): OpenQuantization[] {
  return jobs
    .flatMap((job): OpenQuantization[] => {
      const { data } = quantizeOptionsSchema.safeParse(job.options);
      const state = stateOf(job, models);
      return job.kind === 'quantize' && data && state ? [{ job, source: data.model, state }] : [];
    })
    .reverse();
}

function stateOf(
  job: JobInfo,
  models: readonly Pick<ModelInfo, 'sha256'>[],
): OpenQuantization['state'] | null {
  if (isActive(job)) return 'under way';
  if (job.status === 'cancelled') return null;
  const report = reportOf(job);
  if (!report) return 'stopped';
  if (report.sha256 === null) return 'refused';
  return models.some(({ sha256 }) => sha256 === report.sha256) ? null : 'proposed';
}
