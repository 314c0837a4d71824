import { describe, expect, it } from 'vitest';
import {
  canBorrowStyles,
  defaultSettings,
  missingOf,
  readSettings,
  type SynthesisSettings,
  secondsPerImage,
  synthesizerLabel,
  toRequest,
} from '../../../../src/renderer/synthesis/settings.ts';
import type { ModelInfo } from '../../../../src/shared/api/training.ts';
import { synthesizeOptionsSchema } from '../../../../src/shared/jobs/requests.ts';
import { job } from '../training/runs.ts';

describe('readSettings', () => {
  it('reads what was kept', () => {
    const settings = { ...defaultSettings, count: 500, diagnosis: 'g' as const, model: 'gan' };
    expect(readSettings(JSON.stringify(settings))).toEqual(settings);
  });

  it('reads what was kept before styles could be chosen', () => {
    const { isBorrowed: _, styleOf: __, styles: ___, ...kept } = { ...defaultSettings, count: 7 };
    expect(readSettings(JSON.stringify(kept))).toEqual({ ...defaultSettings, count: 7 });
  });

  it.each([undefined, '', 'null', '{"count":0}', '{"masks":"all"}'])('falls back from %j', (text) => {
    expect(readSettings(text)).toEqual(defaultSettings);
  });
});

const model = (name: string, isCurrent: boolean, card: unknown): ModelInfo => ({
  ...{ id: 1, name, kind: 'synthesizer', sha256: '0'.repeat(64), isCurrent, runId: null },
  ...{ createdAt: '2026-11-01T10:00:00.000Z', card },
});
const encoding = { styleEncoder: { file: 'style-encoder.onnx', sha256: '1'.repeat(64) } };
const synthesizers = [model('older', false, {}), model('gan', true, encoding)];
const photographs = ['01_h', '02_g'];
const requestOf = (settings: Partial<SynthesisSettings>) =>
  toRequest({ ...defaultSettings, ...settings }, synthesizers, photographs);

describe('toRequest', () => {
  it('names class and model only where they are chosen, and leaves out a model that is gone', () => {
    expect(requestOf({})).toEqual({ masks: 'best', count: 20, seed: 1 });
    const chosen = { diagnosis: 'dr', model: 'older' } as const;
    expect(requestOf(chosen)).toMatchObject({ diagnosis: 'dr', model: 'older' });
    expect(requestOf({ ...chosen, model: 'other' })).not.toHaveProperty('model');
    expect(synthesizeOptionsSchema.safeParse(requestOf(chosen)).success).toBe(true);
  });

  it('borrows styles of the photographs that are there, where the model can read them', () => {
    const borrowed = { isBorrowed: true, styleOf: ['02_g', 'gone'], styles: 3 };
    expect(requestOf(borrowed)).toMatchObject({ styleOf: ['02_g'], styles: 3 });
    expect(synthesizeOptionsSchema.safeParse(requestOf(borrowed)).success).toBe(true);
    expect(requestOf({ ...borrowed, isBorrowed: false })).not.toHaveProperty('styleOf');
    expect(requestOf({ ...borrowed, model: 'older' })).not.toHaveProperty('styleOf');
    expect(requestOf({ ...borrowed, model: 'older' })).toMatchObject({ styles: 3 });
  });
});

describe('synthesizerLabel', () => {
  it('says how large the pictures are, where the card does', () => {
    const card = { canvas: { width: 1024, height: 768 } };
    expect(synthesizerLabel(model('gan-large', false, card))).toBe('gan-large · 1024 × 768 px');
    expect(synthesizerLabel(model('foreign', false, null))).toBe('foreign');
  });
});

describe('what can be started', () => {
  it('knows which models read styles', () => {
    expect(canBorrowStyles({ model: null }, synthesizers)).toBe(true);
    expect(canBorrowStyles({ model: 'older' }, synthesizers)).toBe(false);
    expect(canBorrowStyles({ model: null }, [])).toBe(false);
  });

  it('asks for a photograph where a style is to be borrowed', () => {
    const missing = (settings: Partial<SynthesisSettings>) =>
      missingOf({ ...defaultSettings, ...settings }, synthesizers, photographs);
    expect(missing({ isBorrowed: true })).toMatch(/Choose a photograph/);
    expect(missing({ isBorrowed: true, styleOf: ['gone'] })).toMatch(/Choose a photograph/);
    expect(missing({ isBorrowed: true, styleOf: ['01_h'] })).toBeNull();
    expect(missing({ isBorrowed: true, model: 'older' })).toBeNull();
    expect(missing({})).toBeNull();
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
