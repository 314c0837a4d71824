import { expect, test } from 'vitest';
import {
  gridAmplitude,
  meanOfPairs,
  pixelDistance,
} from '../../../src/main/evaluation/picture-statistics.ts';
import type { Mask, Raster } from '../../../src/main/imaging/raster.ts';
import { createRandom } from '../../../src/shared/random.ts';

const [width, height] = [64, 48];

function picture(value: (x: number, y: number, channel: number) => number): Raster {
  const data = Uint8Array.from({ length: 3 * width * height }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return value(pixel % width, Math.floor(pixel / width), i % 3);
  });
  return { width, height, channels: 3, data };
}

const whole: Mask = { width, height, data: new Uint8Array(width * height).fill(1) };
const leftHalf: Mask = { ...whole, data: whole.data.map((_, i) => (i % width < width / 2 ? 1 : 0)) };

test.each([
  ['columns', (x: number) => x],
  ['rows', (_: number, y: number) => y],
  ['a chessboard', (x: number, y: number) => x + y],
])('%s that alternate between 97 and 103 have the amplitude 3', (_, parity) => {
  const grid = picture((x, y, channel) => (channel === 1 && parity(x, y) % 2 === 0 ? 103 : 97));
  expect(gridAmplitude(grid, whole)).toBeCloseTo(3, 6);
});

test('a slope is no grid', () => {
  expect(
    gridAmplitude(
      picture((x) => 50 + 2 * x),
      whole,
    ),
  ).toBeCloseTo(0, 6);
});

test('grain holds no grid, and what lies outside the field of view does not count', () => {
  const random = createRandom(1);
  const grain = picture(() => 128 + 10 * random.normal());
  expect(gridAmplitude(grain, whole)).toBeLessThan(1);
  const beyond = picture((x) => (x < width / 2 ? 100 : x % 2 === 0 ? 0 : 200));
  expect(gridAmplitude(beyond, leftHalf)).toBeCloseTo(0, 6);
  expect(gridAmplitude(beyond, whole)).toBeGreaterThan(40);
});

test('pictures are compared where both fields of view see', () => {
  const a = picture(() => 100);
  const b = picture((x) => (x < width / 2 ? 110 : 200));
  expect(pixelDistance(a, b, whole)).toBe(55);
  expect(pixelDistance(a, b, whole, leftHalf)).toBe(10);
  expect(pixelDistance(a, b, { ...whole, data: new Uint8Array(width * height) })).toBe(0);
});

test('all pairs count once', () => {
  expect(meanOfPairs([1, 2, 4], (a, b) => Math.abs(a - b))).toBe(2);
  expect(meanOfPairs([1], () => 1)).toBe(0);
});
