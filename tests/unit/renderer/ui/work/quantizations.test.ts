import { describe, expect, it } from 'vitest';
import { openQuantizations } from '../../../../../src/renderer/ui/work/quantizations.ts';
import type { JobInfo, JobRecord } from '../../../../../src/shared/api/jobs.ts';
import { refused, report } from '../../training/quantize/report.ts';
import { job as anyJob } from '../../training/runs.ts';

const job = (id: number, part: Partial<JobRecord>) =>
  anyJob({ id, kind: 'quantize', options: { model: 'unet', images: 6 }, status: 'finished', ...part });
const states = (jobs: readonly JobInfo[], models: readonly { sha256: string }[] = []) =>
  openQuantizations(jobs, models).map(({ job: { id }, state }) => [id, state]);

describe('open quantisations', () => {
  it('are those under way, stopped, proposed or refused, newest first', () => {
    const jobs = [
      job(1, { result: report }),
      job(2, { result: refused }),
      job(3, { status: 'failed' }),
      job(4, { status: 'interrupted' }),
      job(5, { status: 'running' }),
      job(6, { status: 'queued' }),
    ];
    expect(states(jobs)).toEqual([
      [6, 'under way'],
      [5, 'under way'],
      [4, 'stopped'],
      [3, 'stopped'],
      [2, 'refused'],
      [1, 'proposed'],
    ]);
  });

  it('are not those that were kept or cancelled, nor other jobs', () => {
    const jobs = [
      job(1, { result: report }),
      job(2, { status: 'cancelled' }),
      job(3, { kind: 'segment', options: {}, status: 'running' }),
    ];
    expect(states(jobs, [{ sha256: report.sha256! }])).toEqual([]);
  });
});
