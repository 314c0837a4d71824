import { describe, expect, it } from 'vitest';
import { type JobRecord, readJob } from '../../../src/shared/api/jobs.ts';
import { isJobKind, jobKinds, jobRequestSchema } from '../../../src/shared/jobs/kinds.ts';

const record = (part: Partial<JobRecord>): JobRecord => ({
  ...{ id: 1, kind: 'segment', options: {}, status: 'finished', phase: '', done: 0, total: 0 },
  ...{ detail: null, remaining: null, error: null, result: null, runId: null },
  ...{ isResumable: false, isElsewhere: false, createdAt: '', startedAt: null, finishedAt: null },
  ...part,
});

describe('a kind of job', () => {
  it.each(Object.keys(jobKinds).filter(isJobKind))('%s can be asked for, with options of its own', (kind) => {
    const { error } = jobRequestSchema.safeParse({ kind, options: null });
    expect(error?.issues.map(({ path }) => path)).toEqual([['options']]);
  });

  it('that is not in the table cannot be asked for', () => {
    expect(jobRequestSchema.safeParse({ kind: 'toString', options: {} }).success).toBe(false);
  });
});

describe('a stored job', () => {
  it('has the options and the result of its kind', () => {
    const image = { image: '06_h', maskId: 3, vesselShare: 0.1, seconds: 2 };
    const result = { model: 'unet', images: [image] };
    expect(readJob(record({ options: { model: 'unet' }, result }))).toMatchObject({
      ...{ kind: 'segment', options: { model: 'unet' }, result, hasForeignResult: false },
    });
  });

  it('of another version is known to have a result that cannot be read', () => {
    const stored = { options: { model: 7 }, result: { masks: 3 } };
    expect(readJob(record(stored))).toMatchObject({ options: null, result: null, hasForeignResult: true });
  });

  it('whose result was too long to be kept has none', () => {
    expect(readJob(record({}))).toMatchObject({ result: null, hasForeignResult: false });
  });

  it('of a kind that only the command line knows keeps its name', () => {
    const job = readJob(record({ kind: 'import-run', result: { run: 3 } }));
    expect(job).toMatchObject({ kind: 'other', name: 'import-run', status: 'finished' });
  });
});
