import { describe, expect, it } from 'vitest';
import {
  defaultSettings,
  readSettings,
  secondsPerImage,
  toRequest,
} from '../../../../src/renderer/synthesis/settings.ts';
import { synthesizeOptionsSchema } from '../../../../src/shared/api/jobs.ts';
import { job } from '../training/runs.ts';

describe('readSettings', () => {
  it('reads what was kept', () => {
    const settings = { ...defaultSettings, count: 500, diagnosis: 'g' as const, model: 'gan' };
    expect(readSettings(JSON.stringify(settings))).toEqual(settings);
  });

  it.each([undefined, '', 'null', '{"count":0}', '{"masks":"all"}'])('falls back from %j', (text) => {
    expect(readSettings(text)).toEqual(defaultSettings);
  });
});

describe('toRequest', () => {
  it('names class and model only where they are chosen, and leaves out a model that is gone', () => {
    expect(toRequest(defaultSettings, ['gan'])).toEqual({ masks: 'best', count: 20, seed: 1 });
    const chosen = { ...defaultSettings, diagnosis: 'dr' as const, model: 'gan' };
    expect(toRequest(chosen, ['gan'])).toMatchObject({ diagnosis: 'dr', model: 'gan' });
    expect(toRequest(chosen, ['other'])).not.toHaveProperty('model');
    expect(synthesizeOptionsSchema.safeParse(toRequest(chosen, ['gan'])).success).toBe(true);
  });
});

describe('secondsPerImage', () => {
  const times = { startedAt: '2026-11-01T10:00:00.000Z', finishedAt: '2026-11-01T10:00:10.000Z' };
  const done = { kind: 'synthesize', status: 'finished', done: 20, total: 20, ...times } as const;

  it('is the pace of the last long synthesis that finished, or of a short one', () => {
    const jobs = [
      job({ id: 1, ...done, done: 1 }),
      job({ id: 2, ...done }),
      job({ id: 3, ...done, status: 'failed' }),
    ];
    expect(secondsPerImage(jobs)).toBe(0.5);
    expect(secondsPerImage([...jobs, job({ id: 4, ...done, done: 2 })])).toBe(0.5);
    expect(secondsPerImage([job({ id: 1, ...done, done: 2 })])).toBe(5);
  });

  it('is unknown before the first', () => {
    expect(
      secondsPerImage([job({ id: 1, ...done, kind: 'segment' }), job({ id: 2, ...done, done: 0 })]),
    ).toBeNull();
  });
});
