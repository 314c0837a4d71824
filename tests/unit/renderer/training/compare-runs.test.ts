import { describe, expect, it } from 'vitest';
import { compareFigures, compareSettings } from '../../../../src/renderer/training/compare-runs.ts';
import { run } from './runs.ts';

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
