import { describe, expect, test } from 'vitest';
import { resizeMap, scaledSize, scaleFactor } from '../../../src/main/imaging/scale.ts';

describe('scaleFactor', () => {
  test('goes by pixels per degree where both field angles are known', () => {
    // 31 pixels a degree against 27.
    const factor = scaleFactor({ fovDiameter: 930, fieldAngle: 30 }, { fovDiameter: 1620, fieldAngle: 60 });
    expect(factor).toBeCloseTo(27 / 31, 10);
  });

  test('goes by the diameter alone where an angle is unknown', () => {
    const model = { fovDiameter: 1620, fieldAngle: 60 };
    expect(scaleFactor({ fovDiameter: 810, fieldAngle: null }, model)).toBe(2);
    expect(scaleFactor({ fovDiameter: 810, fieldAngle: 30 }, { ...model, fieldAngle: null })).toBe(2);
  });

  test('leaves an image alone that has the scale of the model within 5 %', () => {
    const model = { fovDiameter: 1000, fieldAngle: null };
    expect(scaleFactor({ fovDiameter: 960, fieldAngle: null }, model)).toBe(1);
    expect(scaleFactor({ fovDiameter: 900, fieldAngle: null }, model)).toBeCloseTo(1000 / 900, 10);
  });
});

test('scaledSize rounds and never vanishes', () => {
  expect(scaledSize({ width: 3504, height: 2336 }, 0.5003)).toEqual({ width: 1753, height: 1169 });
  expect(scaledSize({ width: 10, height: 1 }, 0.2)).toEqual({ width: 2, height: 1 });
});

describe('resizeMap', () => {
  const plane = (width: number, height: number) => ({
    width,
    height,
    data: Float32Array.from(
      { length: width * height },
      (_, i) => 0.3 * (((i % width) + 0.5) / width) + 0.7 * ((Math.floor(i / width) + 0.5) / height),
    ),
  });

  test.each([
    [30, 20, 1e-5],
    [9, 7, 1e-2],
    [5, 33, 1e-2],
  ])('keeps a linear gradient away from the borders on going to %i x %i', (width, height, tolerance) => {
    const resized = resizeMap(plane(15, 11), width, height);
    const expected = plane(width, height);
    expect([resized.width, resized.height, resized.data.length]).toEqual([width, height, width * height]);
    const edgeX = Math.ceil(width / 7);
    const edgeY = Math.ceil(height / 6);
    for (let y = edgeY; y < height - edgeY; y++) {
      for (let x = edgeX; x < width - edgeX; x++) {
        const difference = resized.data[y * width + x]! - expected.data[y * width + x]!;
        expect(Math.abs(difference)).toBeLessThan(tolerance);
      }
    }
  });

  test('interpolates bilinearly on doubling', () => {
    const { data } = resizeMap({ width: 2, height: 1, data: Float32Array.of(0, 1) }, 4, 1);
    expect(Array.from(data)).toEqual([0, 0.25, 0.75, 1]);
  });

  test('averages on reducing, so that a fine pattern does not alias', () => {
    const stripes = { width: 64, height: 4, data: Float32Array.from({ length: 256 }, (_, i) => i % 2) };
    for (const value of resizeMap(stripes, 16, 4).data) expect(value).toBeCloseTo(0.5, 1);
  });

  test('resizes a single pixel', () => {
    const { data } = resizeMap({ width: 1, height: 1, data: Float32Array.of(0.25) }, 3, 2);
    expect(Array.from(data)).toEqual([0.25, 0.25, 0.25, 0.25, 0.25, 0.25]);
  });
});
