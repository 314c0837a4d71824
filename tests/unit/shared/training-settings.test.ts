import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { trainCommand } from '../../../src/main/commands/train.ts';
import { presets, segmenterOptionsSchema } from '../../../src/main/training/segmenter/options.ts';
import {
  synthesizerOptionsSchema,
  synthesizerPresets,
} from '../../../src/main/training/synthesizer/options.ts';
import { settingSections } from '../../../src/renderer/training/settings.ts';
import { segmenterSettingsSchema, synthesizerSettingsSchema } from '../../../src/shared/api/training.ts';
import { flagOf, number, type Settings, storedShape, wholeNumber } from '../../../src/shared/setting.ts';
import { trainingSettings } from '../../../src/shared/training-settings.ts';

const asked = { segmenter: segmenterSettingsSchema, synthesizer: synthesizerSettingsSchema };
const stored = { segmenter: segmenterOptionsSchema, synthesizer: synthesizerOptionsSchema };
const values = { segmenter: presets.standard, synthesizer: synthesizerPresets.standard };
const settings: Readonly<Record<'segmenter' | 'synthesizer', Settings>> = trainingSettings;

const commandOf = (kind: string) => trainCommand().commands.find((command) => command.name() === kind)!;
const oneLine = (text: string) => text.replace(/\s+/g, ' ');

describe.each(['segmenter', 'synthesizer'] as const)('the settings of a %s', (kind) => {
  const keys = Object.keys(settings[kind]);

  it('are what a request can have besides the preset, none of them needed', () => {
    expect(Object.keys(asked[kind].shape)).toEqual(['preset', ...keys]);
    expect(asked[kind].parse({ preset: 'quick' })).toEqual({ preset: 'quick' });
    for (const [key, value] of Object.entries(values[kind])) {
      expect(asked[kind].parse({ preset: 'quick', [key]: value })).toHaveProperty(key, value);
    }
  });

  it('are stored with a run, all of them, and its threads', () => {
    const options = { ...values[kind], threads: 2 };
    expect(Object.keys(stored[kind].shape)).toEqual([...keys, 'threads']);
    expect(stored[kind].parse(options)).toEqual(options);
    const older = kind === 'segmenter' ? { backend: 'onnxruntime' } : { levels: 5, backend: 'onnxruntime' };
    for (const key of keys) {
      const { success, data } = stored[kind].safeParse({ ...options, [key]: undefined });
      expect(success, key).toBe(key in older);
      if (success) expect(data).toMatchObject(older);
    }
  });

  it('are options of the command, with what they mean and can be', () => {
    const help = oneLine(commandOf(kind).helpInformation());
    for (const [key, { meaning, expected }] of Object.entries(settings[kind])) {
      expect(help).toContain(` ${flagOf(key)} <`);
      expect(help).toContain(`${meaning.slice(1, -1)} (${expected}`);
    }
  });

  it('are fields of the form, save for the name', () => {
    const fields = [...settingSections(kind).values()].flat();
    expect(fields.map(({ key }) => key).sort()).toEqual(keys.filter((key) => key !== 'name').sort());
  });
});

describe('what a run has stored', () => {
  it('can be of a time with other ranges, but not of another type', () => {
    const options = { ...presets.quick, threads: 1, name: 'x'.repeat(80), steps: 5_000_000 };
    expect(segmenterOptionsSchema.parse(options)).toEqual(options);
    expect(segmenterSettingsSchema.safeParse({ ...options, preset: 'quick' }).success).toBe(false);
    for (const wrong of [{ steps: 1.5 }, { width: 0 }, { seed: -1 }, { levels: 5 }, { schedule: 'none' }]) {
      expect(segmenterOptionsSchema.safeParse({ ...options, ...wrong }).success).toBe(false);
    }
  });

  it('can lack a number that came later, which is then what it was without', () => {
    const text = { label: 'Noise', meaning: 'Grain of the crops.', older: 0 };
    const noise = number({ min: 0, max: 1, step: 0.1 }, text);
    const rounds = wholeNumber({ min: 1, max: 9, step: 1 }, { ...text, older: 1 });
    expect(z.object(storedShape({ noise, rounds })).parse({})).toEqual({ noise: 0, rounds: 1 });
    expect(z.object(storedShape({ noise, rounds })).parse({ noise: 2 })).toEqual({ noise: 2, rounds: 1 });
  });
});

describe('the command line', () => {
  const parse = (kind: string, ...options: string[]) => {
    const command = commandOf(kind);
    command.parseOptions(options);
    return command.opts();
  };

  it.each([
    ['segmenter', ['--levels', '3'], { levels: 3 }],
    [
      'segmenter',
      ['--learning-rate', '1e-3', '--fov-diameter', '204.5'],
      { learningRate: 0.001, fovDiameter: 204.5 },
    ],
    ['synthesizer', ['--segmenter', 'unet-500', '--batch', '6'], { segmenter: 'unet-500', batch: 6 }],
    ['synthesizer', ['--schedule', 'cosine', '--name', ' gan '], { schedule: 'cosine', name: 'gan' }],
  ])('of a %s reads %j', (kind, options, expected) => {
    expect(parse(kind, ...options)).toEqual({ preset: 'standard', ...expected });
  });

  it.each([
    ['segmenter', ['--levels', '5'], 'Expected 2, 3 or 4.'],
    ['segmenter', ['--width', ''], 'Expected a whole number from 1 to 256.'],
    ['segmenter', ['--scale-jitter', '1.5'], 'Expected a number from 0 to 1.'],
    ['synthesizer', ['--batch', '3'], 'Expected an even number from 2 to 64.'],
    ['synthesizer', ['--canvas-width', '100'], 'Expected a multiple of 16 from 64 to 4096.'],
    ['synthesizer', ['--schedule', 'none'], 'Expected one-cycle, cosine or linear-decay.'],
    ['synthesizer', ['--name', ' '], 'Expected a name of 1 to 60 characters.'],
  ])('of a %s refuses %j', (kind, options, message) => {
    expect(() => parse(kind, ...options)).toThrow(message);
  });
});
