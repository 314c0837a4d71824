import { describe, expect, test } from 'vitest';
import { scaledSize, scaleFactor } from '../../../src/main/imaging/scale.ts';

describe('scaleFactor', () => {
  test('goes by pixels per degree', () => {
    // 31 pixels a degree against 27.
    const factor = scaleFactor({ fovDiameter: 930, fieldAngle: 30 }, { fovDiameter: 1620, fieldAngle: 60 });
    expect(factor).toBeCloseTo(27 / 31, 10);
  });

  test('takes an unknown camera for one of 45 degrees', () => {
    const model = { fovDiameter: 1620, fieldAngle: 60 };
    const unknown = { fovDiameter: 810, fieldAngle: null };
    expect(scaleFactor(unknown, model)).toBe(1.5);
    expect(scaleFactor(unknown, { fovDiameter: 1620, fieldAngle: null })).toBe(2);
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
