import { describe, expect, it } from 'vitest';
import {
  checkSynthesizerOptions,
  type SynthesizerTrainingOptions,
  synthesizerOptionsSchema,
  synthesizerPresets,
} from '../../../../src/main/training/synthesizer/options.ts';
import { presetNames, synthesizerSettingsSchema } from '../../../../src/shared/api/training.ts';

const optionsWith = (changes: Partial<SynthesizerTrainingOptions>): SynthesizerTrainingOptions => ({
  ...synthesizerPresets.full,
  threads: 1,
  ...changes,
});
const checking = (changes: Partial<SynthesizerTrainingOptions>) => () =>
  checkSynthesizerOptions(optionsWith(changes));

describe('the options of a synthesizer', () => {
  it.each(presetNames.synthesizer)(
    'of the preset %s fit each other, and the service takes them',
    (preset) => {
      expect(checking(synthesizerPresets[preset])).not.toThrow();
      const { segmenter: _, ...settings } = synthesizerPresets[preset];
      expect(synthesizerSettingsSchema.safeParse({ preset, ...settings }).success).toBe(true);
    },
  );

  it('of trainings before there was a choice have five levels', () => {
    const { levels: _, ...stored } = optionsWith({});
    expect(synthesizerOptionsSchema.parse(stored)).toEqual(optionsWith({ levels: 5 }));
  });

  it('have from five to seven levels', () => {
    const accepts = (levels: number) => synthesizerOptionsSchema.safeParse(optionsWith({ levels })).success;
    expect([4, 5, 6, 7, 8].map(accepts)).toEqual([false, true, true, true, false]);
  });

  it.each([
    ['the generator cannot halve', { canvasHeight: 392 }, 'multiples of 16 pixels from 64 on'],
    ['a deeper one cannot', { levels: 6, canvasHeight: 400 }, 'multiples of 32 pixels from 64 on'],
    ['the discriminators cannot reduce', { canvasWidth: 1280, canvasHeight: 960 }, 'multiples of 48 pixels'],
    ['is too small', { canvasWidth: 48, canvasHeight: 48 }, 'multiples of 16 pixels from 64 on'],
    ['is too flat', { canvasWidth: 1024, canvasHeight: 64 }, 'multiples of 16 pixels from 128 on'],
  ])('must not have a canvas that %s', (_, changes, message) => {
    expect(checking(changes)).toThrow(message);
  });

  it('may have a canvas that all of them can reduce', () => {
    expect(checking({ canvasWidth: 1296, canvasHeight: 960 })).not.toThrow();
    expect(checking({ levels: 6, canvasWidth: 768, canvasHeight: 576 })).not.toThrow();
  });

  it('must have an even batch', () => {
    expect(checking({ batch: 3 })).toThrow('an even batch');
  });
});
