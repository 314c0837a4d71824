import { expect, it } from 'vitest';
import { sampleRows, sampleSteps, sparkline } from '../../../../src/renderer/training/samples.ts';

const sample = (step: number, position: number, label: string) => ({
  step,
  position,
  label,
  sha256: `${step}${position}`,
});

it('puts the pictures of one photograph into one row', () => {
  const samples = [
    sample(500, 1, 'annotation'),
    sample(500, 0, 'photograph'),
    sample(500, 2, 'prediction'),
    sample(500, 3, 'photograph'),
    sample(500, 4, 'prediction'),
    sample(250, 0, 'prediction'),
  ];
  expect(sampleSteps(samples)).toEqual([250, 500]);
  expect(sampleRows(samples, 500).map((row) => row.map(({ label }) => label))).toEqual([
    ['photograph', 'annotation', 'prediction'],
    ['photograph', 'prediction'],
  ]);
  expect(sampleRows(samples, 1)).toEqual([]);
});

it('draws shares with the newest at the right edge, inside the box', () => {
  expect(sparkline([], 5)).toEqual({ line: '', area: '' });
  expect(sparkline([0, 0.5, 2], 5)).toEqual({
    line: 'M50 100L75 50L100 0',
    area: 'M50 100L75 50L100 0L100 100L50 100Z',
  });
});
