import { describe, expect, it } from 'vitest';
import {
  isReadyToQuantize,
  processorPhrase,
  splitPhrase,
} from '../../../../../src/renderer/training/quantize/data-notice.tsx';
import {
  initialValues,
  quantizeProblems,
  quantizeRequest,
} from '../../../../../src/renderer/training/quantize/form-values.ts';
import type { QuantizationChoices } from '../../../../../src/shared/api/quantization.ts';

const choices: QuantizationChoices = {
  defaults: {
    calibrator: 'percentile',
    images: 6,
    f1Limit: 0.005,
    consistencyLimit: 0.01,
    pixelLimit: 2,
    reduceRange: false,
  },
  trainingImages: 15,
  validationImages: 0,
  processor: { name: 'Zen 4', instructionSets: ['avx2', 'avx512_vnni'], hasExactByteProducts: true },
};
const values = initialValues(choices);

describe('the form', () => {
  it('begins with the defaults, and leaves a photograph to judge on', () => {
    expect(values).toEqual(choices.defaults);
    expect(initialValues({ ...choices, trainingImages: 4 }).images).toBe(3);
    expect(initialValues({ ...choices, trainingImages: 1 }).images).toBe(1);
  });

  it('begins with what was asked for before', () => {
    const before = { calibrator: 'entropy', images: 9, f1Limit: 0.001 } as const;
    expect(initialValues(choices, before)).toEqual({ ...choices.defaults, ...before });
    expect(initialValues({ ...choices, trainingImages: 4 }, before).images).toBe(3);
  });

  it.each([
    [{ images: 15 }, 'images', 'A whole number from 1 to 14'],
    [{ images: 0 }, 'images', 'A whole number from 1 to 14'],
    [{ images: 2.5 }, 'images', 'A whole number from 1 to 14'],
    [{ images: '' }, 'images', 'A whole number from 1 to 14'],
    [{ f1Limit: '' }, 'f1Limit', 'From 0 to 1'],
    [{ f1Limit: 1.1 }, 'f1Limit', 'From 0 to 1'],
    [{ f1Limit: -0.1 }, 'f1Limit', 'From 0 to 1'],
  ])('says what is wrong with %j', (own, key, message) => {
    expect(quantizeProblems('segmenter', { ...values, ...own }, choices)).toEqual({ [key]: message });
  });

  it('looks only at the limits of the kind, and asks only for them', () => {
    const own = { ...values, f1Limit: '', pixelLimit: 300 };
    expect(quantizeProblems('segmenter', { ...values, pixelLimit: 300 }, choices)).toEqual({});
    expect(quantizeProblems('synthesizer', own, choices)).toEqual({ pixelLimit: 'From 0 to 255' });
    expect(quantizeRequest({ name: 'unet', kind: 'segmenter' }, values)).toEqual({
      ...{ model: 'unet', calibrator: 'percentile', images: 6, reduceRange: false },
      f1Limit: 0.005,
    });
    expect(quantizeRequest({ name: 'gan', kind: 'synthesizer' }, values)).toEqual({
      ...{ model: 'gan', calibrator: 'percentile', images: 6, reduceRange: false },
      ...{ consistencyLimit: 0.01, pixelLimit: 2 },
    });
  });
});

describe('what is said of the project and the machine', () => {
  it('a synthesizer needs a segmenter that judges it', () => {
    const [unet, gan] = [
      { kind: 'segmenter', isCurrent: true },
      { kind: 'synthesizer', isCurrent: true },
    ] as const;
    expect(isReadyToQuantize(gan, [gan], choices)).toBe(false);
    expect(isReadyToQuantize(gan, [gan, { ...unet, isCurrent: false }], choices)).toBe(false);
    expect(isReadyToQuantize(gan, [gan, unet], choices)).toBe(true);
    expect(isReadyToQuantize(unet, [unet], choices)).toBe(true);
    expect(isReadyToQuantize(unet, [unet], { trainingImages: 0 })).toBe(false);
  });

  it('names the photographs that judge', () => {
    expect(splitPhrase('segmenter', choices)).toMatch(/15 annotated photographs.*on others of them/);
    const divided = { ...choices, validationImages: 2 };
    expect(splitPhrase('segmenter', divided)).toContain('judged on the split “validation”');
    expect(splitPhrase('synthesizer', divided)).toContain('judged on others of them');
  });

  it('says what the processor has', () => {
    expect(processorPhrase(choices.processor)).toMatch(
      /\(Zen 4\) has AVX-512 VNNI and sums .* 8 bits are fast here/,
    );
    const old = { name: 'Haswell', instructionSets: ['avx2'], hasExactByteProducts: false };
    expect(processorPhrase(old)).toMatch(/\(Haswell\) has no VNNI/);
  });
});
