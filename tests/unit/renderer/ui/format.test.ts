import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatCount,
  formatDate,
  formatDuration,
  formatMoment,
} from '../../../../src/renderer/ui/format.ts';

it('counts with the noun in its number', () => {
  expect(formatCount(0, 'image')).toBe('0 images');
  expect(formatCount(1, 'image')).toBe('1 image');
  expect(formatCount(12_345, 'image')).toBe('12,345 images');
  expect(formatCount(2, 'copy', 'copies')).toBe('2 copies');
});

describe('durations', () => {
  it.each([
    [0.2, '0 s'],
    [59.4, '59 s'],
    [59.6, '1 min'],
    [125, '2 min 5 s'],
    [600, '10 min'],
    [659, '10 min'],
    [3600, '1 h'],
    [3599.7, '1 h'],
    [4830, '1 h 20 min'],
  ])('%d seconds are %s', (seconds, text) => {
    expect(formatDuration(seconds)).toBe(text);
  });
});

describe('bytes', () => {
  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [1_440_000, '1.4 MB'],
    [123_400_000, '123 MB'],
    [999_600_000, '1.0 GB'],
    [5e15, '5000 TB'],
  ])('%d are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });
});

it('leaves out the date of today', () => {
  const noon = new Date(2026, 10, 3, 12);
  const morning = new Date(2026, 10, 3, 9, 5).toISOString();
  const yesterday = new Date(2026, 10, 2, 9, 5).toISOString();
  expect(formatMoment(morning, noon)).toBe('09:05');
  expect(formatMoment(yesterday, noon)).toBe(formatDate(yesterday));
  expect(formatDate(yesterday)).toBe('2 Nov 2026, 09:05');
});
