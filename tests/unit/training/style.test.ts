import { describe, expect, it } from 'vitest';
import { fitStyleCoder, styleFeatures } from '../../../src/main/training/style.ts';
import { random } from '../random.ts';

const [width, height] = [24, 16];

/** A noisy picture of three grey levels in -1..1, a triangle of it seen. */
function picture(seed: number) {
  const next = random(seed);
  const image = Float32Array.from({ length: 3 * width * height }, (_, i) => {
    const channel = Math.floor(i / (width * height));
    return 0.2 * channel - 0.3 + (0.1 + 0.1 * (seed % 3)) * (next() - 0.5) + 0.02 * seed * (channel - 1);
  });
  const fov = Float32Array.from({ length: width * height }, (_, i) => (i % width > i / width / 2 ? 1 : 0));
  return { width, height, image, fov };
}

describe('styleFeatures', () => {
  it('are the mean and the deviation of each channel, and nothing from outside the field of view', () => {
    const image = picture(1);
    const features = styleFeatures(image);
    const red = [...image.image.subarray(0, width * height)].filter((_, i) => image.fov[i] === 1);
    const mean = red.reduce((a, b) => a + b, 0) / red.length;
    const variance = red.reduce((sum, value) => sum + (value - mean) ** 2, 0) / red.length;
    expect(features[0]).toBeCloseTo(mean, 6);
    expect(features[3]).toBeCloseTo(Math.sqrt(variance), 6);
    const altered = {
      ...image,
      image: image.image.map((v, i) => (image.fov[i % (width * height)] ? v : 0.9)),
    };
    expect(styleFeatures(altered)).toEqual(features);
  });

  it('do not change when the picture is mirrored', () => {
    const image = picture(2);
    const mirror = (plane: Float32Array) =>
      plane.map((_, i) => plane[i - (i % width) + width - 1 - (i % width)]!);
    const mirrored = { ...image, image: mirror(image.image), fov: mirror(image.fov) };
    // Roughness looks at right and lower neighbours; at the rim of the field of view these differ.
    styleFeatures(mirrored).forEach((value, i) => {
      expect(value).toBeCloseTo(styleFeatures(image)[i]!, i < 7 ? 6 : 2);
    });
  });
});

describe('fitStyleCoder', () => {
  it('makes codes of mean 0 and unit covariance over what it was fitted to', () => {
    const samples = Array.from({ length: 60 }, (_, seed) => styleFeatures(picture(seed)));
    const coder = fitStyleCoder(samples);
    const codes = samples.map((features) => coder.code(features));
    for (let i = 0; i < 8; i++) {
      for (let j = 0; j <= i; j++) {
        const covariance = codes.reduce((sum, code) => sum + code[i]! * code[j]!, 0) / codes.length;
        if (i !== j) expect(Math.abs(covariance)).toBeLessThan(1e-2);
        // Features with hardly any variance of their own stay below it, never above.
        else expect(covariance).toBeLessThan(1.01);
      }
    }
  });
});
