import { describe, expect, it } from 'vitest';
import { type Crop, type TrainingImage, takeCrop } from '../../../src/main/training/augmentation.ts';
import { createRandom } from '../../../src/shared/random.ts';

/** Channel 0 is the column, channel 1 the row, channel 2 three where there is a vessel. */
function gridImage(width: number, height: number): TrainingImage {
  const pixels = width * height;
  const column = (i: number) => i % width;
  const row = (i: number) => Math.floor(i / width);
  const vessel = Uint8Array.from({ length: pixels }, (_, i) =>
    column(i) % 16 < 8 && row(i) % 20 < 9 ? 1 : 0,
  );
  const image = new Float32Array(3 * pixels);
  for (let i = 0; i < pixels; i++) {
    image[i] = column(i);
    image[pixels + i] = row(i);
    image[2 * pixels + i] = 3 * vessel[i]!;
  }
  return { width, height, image, vessel, fov: new Uint8Array(pixels).fill(1) };
}

function emptyCrop(size: number): Crop {
  const pixels = size * size;
  return {
    size,
    image: new Float32Array(3 * pixels),
    vessel: new Float32Array(pixels),
    fov: new Float32Array(pixels),
  };
}

const still = { colourJitter: 0, scaleJitter: 0 };

describe('takeCrop', () => {
  it('cuts whole pixels out, image and annotation alike, in all eight orientations', () => {
    const source = gridImage(60, 50);
    const orientations = new Set<string>();
    for (let seed = 0; seed < 60; seed++) {
      const crop = emptyCrop(16);
      takeCrop(source, crop, still, createRandom(seed));
      const [x, y] = [crop.image.subarray(0, 256), crop.image.subarray(256, 512)];
      for (let i = 0; i < 256; i++) {
        expect(crop.vessel[i]).toBe(source.vessel[y[i]! * 60 + x[i]!]);
        expect(crop.image[512 + i]).toBe(3 * crop.vessel[i]!);
      }
      expect(new Set(Array.from(x, (value, i) => value + 60 * y[i]!)).size).toBe(256);
      orientations.add([x[1]! - x[0]!, y[1]! - y[0]!, x[16]! - x[0]!, y[16]! - y[0]!].join());
    }
    expect(orientations.size).toBe(8);
  });

  it('keeps image and annotation together when it magnifies', () => {
    const source = gridImage(160, 160);
    const steps: number[] = [];
    for (let seed = 0; seed < 40; seed++) {
      const crop = emptyCrop(32);
      takeCrop(source, crop, { colourJitter: 0, scaleJitter: 0.5 }, createRandom(seed));
      const [x, y] = [crop.image.subarray(0, 1024), crop.image.subarray(1024, 2048)];
      // From the middle, away from what lies beyond the image.
      steps.push(Math.abs(x[529]! - x[528]!) + Math.abs(y[529]! - y[528]!));
      for (let i = 0; i < 1024; i++) expect(crop.vessel[i]).toBe(crop.image[2048 + i]! >= 1.5 ? 1 : 0);
    }
    expect(Math.min(...steps)).toBeGreaterThan(1 / 1.5 - 1e-3);
    expect(Math.min(...steps)).toBeLessThan(0.75);
    expect(Math.max(...steps)).toBeLessThan(1.5 + 1e-3);
    expect(Math.max(...steps)).toBeGreaterThan(1.35);
  });

  it('draws centres inside the field of view only, and reaches all of it', () => {
    const source = gridImage(64, 64);
    source.fov.fill(0);
    for (let y = 20; y < 40; y++) source.fov.fill(1, y * 64 + 30, y * 64 + 44);
    const seen = new Set<number>();
    for (let seed = 0; seed < 400; seed++) {
      const crop = emptyCrop(2);
      takeCrop(source, crop, still, createRandom(seed));
      expect(crop.fov).toContain(1);
      for (let i = 0; i < 4; i++) if (crop.fov[i] === 1) seen.add(crop.image[4 + i]!);
    }
    expect(seen.size).toBe(20);
  });

  it('fills up an image that is smaller than the crop with what does not count', () => {
    const source = gridImage(20, 12);
    const crop = emptyCrop(32);
    takeCrop(source, crop, still, createRandom(3));
    expect(crop.fov.reduce((sum, value) => sum + value, 0)).toBe(240);
    expect(crop.vessel.reduce((sum, value) => sum + value, 0)).toBe(
      source.vessel.reduce((sum, value) => sum + value, 0),
    );
  });

  it('changes colours channel by channel, and never outside the field of view', () => {
    const source = gridImage(40, 40);
    source.fov.fill(0, 0, 800);
    source.image.fill(1);
    const gains = new Set<number>();
    for (let seed = 0; seed < 20; seed++) {
      const crop = emptyCrop(32);
      takeCrop(source, crop, { colourJitter: 0.1, scaleJitter: 0 }, createRandom(seed));
      for (let i = 0; i < 3 * 1024; i++) {
        if (crop.fov[i % 1024] === 0) expect(crop.image[i]).toBe(0);
        else expect(Math.abs(crop.image[i]! - 1)).toBeLessThanOrEqual(0.2001);
      }
      const inside = crop.fov.indexOf(1);
      for (let channel = 0; channel < 3; channel++) gains.add(crop.image[channel * 1024 + inside]!);
    }
    expect(gains.size).toBe(60);
  });
});
