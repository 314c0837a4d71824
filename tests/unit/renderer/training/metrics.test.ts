import { describe, expect, it } from 'vitest';
import { chartGroups, finalFigures } from '../../../../src/renderer/training/metrics.ts';

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
