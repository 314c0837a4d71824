import { describe, expect, it } from 'vitest';
import { firstEntry, statusOf, trainingEntries } from '../../../../src/renderer/training/entries.ts';
import { elapsedSeconds, itemsPerMinute } from '../../../../src/renderer/ui/work/pace.ts';
import { job, run } from './runs.ts';

const keys = (entries: readonly { key: string }[]) => entries.map(({ key }) => key);

describe('trainingEntries', () => {
  it('lists runs newest first, after the jobs that wait to begin one', () => {
    const entries = trainingEntries(
      [run({ id: 1 }), run({ id: 2, jobId: 5, status: 'running' })],
      [
        job({ id: 5, status: 'running', runId: 2 }),
        job({ id: 6, kind: 'train-synthesizer', options: { preset: 'quick', name: 'gan' } }),
        job({ id: 7, kind: 'import' }),
      ],
    );
    expect(keys(entries)).toEqual(['job-6', 'run-2', 'run-1']);
    expect(entries[0]).toMatchObject({ kind: 'synthesizer', name: 'gan' });
    expect(entries[1]?.job?.id).toBe(5);
    expect(firstEntry(entries)?.key).toBe('run-2');
  });

  it('shows a job that failed before it began, not one that ended otherwise', () => {
    const entries = trainingEntries(
      [],
      [
        job({ id: 1, status: 'failed' }),
        job({ id: 2, status: 'cancelled' }),
        job({ id: 3, status: 'finished' }),
      ],
    );
    expect(keys(entries)).toEqual(['job-1']);
    expect(entries[0]?.name).toBe('segmenter');
  });

  it('finds the job of a resumed run by the run that it names', () => {
    const [entry] = trainingEntries(
      [run({ id: 3, status: 'running' })],
      [job({ id: 9, runId: 3, status: 'running' })],
    );
    expect(entry?.job?.id).toBe(9);
  });
});

describe('statusOf', () => {
  it("is the job's, which knows of pauses and crashes, while the run is not finished", () => {
    const [paused, crashed, done] = [
      trainingEntries(
        [run({ id: 1, status: 'cancelled', jobId: 1 })],
        [job({ id: 1, status: 'paused', runId: 1 })],
      ),
      trainingEntries(
        [run({ id: 1, status: 'running', jobId: 1 })],
        [job({ id: 1, status: 'interrupted', runId: 1 })],
      ),
      trainingEntries([run({ id: 1, jobId: 1 })], [job({ id: 1, status: 'interrupted', runId: 1 })]),
    ];
    expect([paused, crashed, done].map(([entry]) => entry && statusOf(entry))).toEqual([
      'paused',
      'interrupted',
      'finished',
    ]);
  });

  it("is the run's for a training of the command line", () => {
    const [entry] = trainingEntries([run({ id: 1, status: 'failed' })], []);
    expect(entry && statusOf(entry)).toBe('failed');
  });
});

describe('pace', () => {
  it('counts time to the end, or to now', () => {
    expect(elapsedSeconds(run({ id: 1 }), 0)).toBe(300);
    expect(elapsedSeconds(run({ id: 1, finishedAt: null }), Date.parse('2026-11-01T10:00:30.000Z'))).toBe(30);
  });

  it('follows from what remains', () => {
    expect(itemsPerMinute(job({ id: 1, done: 40, total: 100, remaining: 30 }))).toBe(120);
    expect(itemsPerMinute(job({ id: 1, done: 40, total: 100, remaining: null }))).toBeNull();
  });
});
