import { describe, expect, it } from 'vitest';
import {
  chartGroups,
  compareFigures,
  compareSettings,
  finalFigures,
} from '../../../../src/renderer/training/metrics.ts';
import { run } from './runs.ts';

const names = (figures: readonly { name: string }[]) => figures.map(({ name }) => name);

describe('chartGroups', () => {
  it("shows a segmenter's losses in one chart and its overlaps in another", () => {
    const groups = chartGroups(['Dice', 'cross-entropy', 'loss', 'validation F1']);
    expect(groups.map(({ title, metrics }) => [title, names(metrics)])).toEqual([
      ['Loss', ['loss', 'cross-entropy']],
      ['Overlap with the annotation', ['validation F1', 'Dice']],
    ]);
  });

  it('gives an unknown figure a chart of its own, at the end', () => {
    const groups = chartGroups(['sharpness', 'pixels', 'generatorLoss']);
    expect(groups.map(({ title }) => title)).toEqual(['Loss', 'Distance from the photographs', 'sharpness']);
  });
});

describe('finalFigures', () => {
  const figures = finalFigures({
    loss: { steps: [20, 40, 60], values: [1.2, 0.4, 0.5] },
    'validation F1': { steps: [40, 60], values: [0.79, null] },
    adversarial: { steps: [20], values: [0.6] },
  });

  it('gives the last and the best value, lower or higher as the figure has it', () => {
    expect(figures.find(({ name }) => name === 'loss')).toMatchObject({
      last: 0.5,
      best: { value: 0.4, step: 40 },
    });
    expect(figures.find(({ name }) => name === 'validation F1')).toMatchObject({
      last: null,
      best: { value: 0.79, step: 40 },
    });
  });

  it('knows no best where there is no better', () => {
    expect(figures.find(({ name }) => name === 'adversarial')?.best).toBeNull();
  });
});

describe('compareSettings', () => {
  it('separates what differs from what is the same', () => {
    const { differing, same } = compareSettings([
      run({ id: 1, options: { width: 8, seed: 1, crop: 64 } }),
      run({ id: 2, options: { width: 16, seed: 1 } }),
    ]);
    expect(differing).toEqual([
      { key: 'width', values: [8, 16] },
      { key: 'crop', values: [64, undefined] },
    ]);
    expect(same).toEqual([{ key: 'seed', values: [1, 1] }]);
  });
});

describe('compareFigures', () => {
  const rows = compareFigures([
    {
      loss: { steps: [20, 40], values: [1, 0.5] },
      'validation F1': { steps: [40], values: [0.7] },
      adversarial: { steps: [40], values: [0.3] },
    },
    { loss: { steps: [20], values: [0.6] }, 'validation F1': { steps: [20], values: [0.8] } },
    {},
  ]);
  const of = (name: string) => rows.find(({ figure }) => figure.name === name);

  it('takes the last values and says which run is best', () => {
    expect(of('loss')).toMatchObject({ values: [0.5, 0.6, null], best: 0 });
    expect(of('validation F1')).toMatchObject({ values: [0.7, 0.8, null], best: 1 });
  });

  it('names no best where only one run has the figure', () => {
    expect(of('adversarial')).toMatchObject({ values: [0.3, null, null], best: null });
  });
});
