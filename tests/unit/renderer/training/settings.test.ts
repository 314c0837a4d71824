import { describe, expect, it } from 'vitest';
import { presets } from '../../../../src/main/training/segmenter/options.ts';
import {
  checkSynthesizerOptions,
  synthesizerPresets,
} from '../../../../src/main/training/synthesizer/options.ts';
import {
  estimateMinutes,
  nameProblem,
  settingLabel,
  settingProblems,
  settingSections,
  trainingOptions,
} from '../../../../src/renderer/training/settings.ts';
import { jobRequestSchema } from '../../../../src/shared/jobs/kinds.ts';

const all = { segmenter: presets, synthesizer: synthesizerPresets };
const kinds = ['segmenter', 'synthesizer'] as const;
const names = ['quick', 'standard'] as const;

describe.each(kinds)('settings of a %s', (kind) => {
  const fields = [...settingSections(kind).values()].flat();
  const keys = fields.map(({ key }) => key);

  it('are all of the preset, besides its name', () => {
    expect(['name', ...keys].sort()).toEqual(Object.keys(all[kind].standard).sort());
  });

  it.each(names)('have nothing against the preset %s', (preset) => {
    expect(settingProblems(kind, all[kind][preset])).toEqual({});
  });

  it('are refused outside of their limits, as the service does', () => {
    for (const { key, setting } of fields) {
      if (setting.type !== 'number') continue;
      for (const value of [setting.min - 1, setting.max + 1]) {
        expect(settingProblems(kind, { ...all[kind].quick, [key]: value })).toHaveProperty(key);
      }
      const edge = { preset: 'quick', [key]: setting.max };
      expect(jobRequestSchema.safeParse({ kind: `train-${kind}`, options: edge }).success).toBe(true);
    }
  });
});

describe('settingProblems', () => {
  it('wants crops that the levels can halve', () => {
    expect(settingProblems('segmenter', { ...presets.quick, crop: 100, levels: 4 })).toEqual({
      crop: 'A multiple of 8 for 4 levels',
    });
    expect(settingProblems('segmenter', { ...presets.quick, crop: 100, levels: 3 })).toEqual({});
  });

  it.each([
    ['levels', { levels: 6, canvasWidth: 272 }, { canvasWidth: 'A multiple of 32 for 6 levels' }],
    [
      'discriminators',
      { canvasWidth: 1280, canvasHeight: 960 },
      { canvasWidth: 'A multiple of 48 at this width' },
    ],
    ['discriminators', { canvasWidth: 1024, canvasHeight: 64 }, { canvasHeight: 'From 128 at this width' }],
    ['nobody', { levels: 6, canvasWidth: 1024, canvasHeight: 768 }, {}],
  ])('wants pictures that %s can reduce, as the service does', (_, changes, problems) => {
    const values = { ...synthesizerPresets.quick, ...changes };
    expect(settingProblems('synthesizer', values)).toEqual(problems);
    const check = () => checkSynthesizerOptions({ ...values, threads: 1 });
    if (Object.keys(problems).length > 0) expect(check).toThrow('expected a canvas');
    else expect(check).not.toThrow();
  });

  it('wants pictures of a multiple of 16, whole steps and a value at all', () => {
    const values = { ...synthesizerPresets.quick, canvasWidth: 490, steps: 1.5, batch: '' };
    expect(Object.keys(settingProblems('synthesizer', values)).sort()).toEqual([
      'batch',
      'canvasWidth',
      'steps',
    ]);
  });
});

it('asks for the preset and for what differs from it', () => {
  const preset = { settings: presets.quick, minutes: 10 };
  expect(trainingOptions('quick', preset, { ...presets.quick, steps: 40 })).toEqual({
    preset: 'quick',
    steps: 40,
  });
});

it('names settings, and leaves unknown ones their keys', () => {
  expect(settingLabel('segmenter', 'crop')).toBe('Side of a crop');
  expect(settingLabel('segmenter', 'momentum')).toBe('momentum');
});

it('takes names of 1 to 60 characters', () => {
  expect(nameProblem('  ')).toBeDefined();
  expect(nameProblem('x'.repeat(61))).toBeDefined();
  expect(nameProblem('unet 2')).toBeUndefined();
});

describe('estimateMinutes', () => {
  const preset = { settings: presets.quick, minutes: 10 };
  it('is the preset for its own settings, and grows with the steps and the pixels', () => {
    expect(estimateMinutes('segmenter', preset, presets.quick)).toBeCloseTo(10, 9);
    expect(estimateMinutes('segmenter', preset, { ...presets.quick, steps: 4600, crop: 128 })).toBeCloseTo(
      5,
      9,
    );
  });

  it('takes a synthesizer sixteen times as long for pictures of four times the side', () => {
    const { quick } = synthesizerPresets;
    const large = { ...quick, levels: 6, canvasWidth: 1024, canvasHeight: 768 };
    expect(estimateMinutes('synthesizer', { settings: quick, minutes: 30 }, large)).toBeCloseTo(480, 9);
  });

  it('expects the standard preset of the segmenter from the quick one', () => {
    const minutes = estimateMinutes('segmenter', preset, presets.standard);
    expect(minutes).toBeGreaterThan(25);
    expect(minutes).toBeLessThan(35);
  });
});
