import { type JobRecord, readJob } from '../../../../src/shared/api/jobs.ts';
import type { RunInfo } from '../../../../src/shared/api/training.ts';

export const run = (part: Partial<RunInfo> & { id: number }): RunInfo => ({
  kind: 'segmenter',
  name: `unet-${part.id}`,
  status: 'finished',
  step: 100,
  steps: 100,
  options: {},
  startedAt: '2026-11-01T10:00:00.000Z',
  finishedAt: '2026-11-01T10:05:00.000Z',
  jobId: null,
  model: null,
  ...part,
});

export const job = (part: Partial<JobRecord> & { id: number }) =>
  readJob({
    kind: 'train-segmenter',
    options: { preset: 'quick' },
    status: 'queued',
    phase: '',
    done: 0,
    total: 0,
    detail: null,
    remaining: null,
    error: null,
    result: null,
    runId: null,
    isResumable: false,
    isElsewhere: false,
    createdAt: '2026-11-01T10:00:00.000Z',
    startedAt: null,
    finishedAt: null,
    ...part,
  });
