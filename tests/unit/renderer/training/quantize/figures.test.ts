import { describe, expect, it } from 'vitest';
import {
  accuracyCsv,
  accuracyRows,
  accuracyTitles,
  layerCsv,
  layerRows,
  operatorCsv,
  sizeRatio,
  trialCsv,
  trialTitle,
  trialTitles,
} from '../../../../../src/renderer/training/quantize/figures.ts';
import { quantizationReportSchema } from '../../../../../src/shared/api/quantization.ts';
import { refused, report } from './report.ts';

it('the example is a report', () => {
  expect(quantizationReportSchema.parse(report)).toEqual(report);
  expect(quantizationReportSchema.parse(refused)).toEqual(refused);
});

describe('accuracy', () => {
  it('compares the last trial with float32, against the limit of each figure that has one', () => {
    expect(accuracyRows(report)).toEqual([
      {
        figure: 'F1 (Dice)',
        before: 0.8,
        after: 0.801,
        limit: { loss: -0.001, most: 0.005, isWithin: true },
      },
      { figure: 'AUC', before: null, after: null, limit: null },
    ]);
    expect(accuracyRows(refused)[0]).toMatchObject({ after: 0.79, limit: { isWithin: false } });
  });

  it('knows the limits of a synthesizer', () => {
    const losses = [
      { name: 'consistency', loss: 0.002, most: 0.01 },
      { name: 'pixel difference', loss: 2.5, most: 2 },
    ];
    const scores = { consistency: 0.7, pixelDifference: 2.5 };
    const rows = accuracyRows({
      ...report,
      before: { consistency: 0.702, pixelDifference: 0 },
      trials: [{ floatLayers: [], scores, losses, isWithin: false }],
    });
    expect(rows.map(({ figure, limit }) => [figure, limit?.most, limit?.isWithin])).toEqual([
      ['Consistency', 0.01, true],
      ['Pixel difference of 255', 2, false],
    ]);
  });

  it('is a table', () => {
    expect([accuracyTitles, ...accuracyCsv(report)]).toEqual([
      ['figure', 'float32', 'int8', 'lost', 'limit'],
      ['F1 (Dice)', 0.8, 0.801, -0.001, 0.005],
      ['AUC', null, null, null, null],
    ]);
  });
});

describe('layers', () => {
  it('are bars relative to the most sensitive, with what they run in', () => {
    expect(layerRows(report)).toEqual([
      { name: 'out', error: '0.02000', length: 1, share: 0.25, runsIn: 'fp32' },
      { name: 'in', error: '0.00500', length: 0.25, share: 0.75, runsIn: 'int8' },
    ]);
    expect(layerCsv(refused)).toEqual([
      ['out', 0.02, 0.25, null],
      ['in', 0.005, 0.75, null],
    ]);
  });

  it('have no length when none has an error', () => {
    const exact = { ...report, layers: report.layers.map((layer) => ({ ...layer, error: 0 })) };
    expect(layerRows(exact).map(({ length }) => length)).toEqual([0, 0]);
  });
});

describe('trials', () => {
  it('are named by the layer that was returned to float32', () => {
    expect(report.trials.map((trial) => trialTitle(trial, 2))).toEqual([
      'all layers in int8',
      'out in fp32: 1 of 2 layers',
    ]);
    expect(trialTitle({ ...report.trials[1]!, floatLayers: ['out', 'in'] }, 3)).toBe(
      'in in fp32, too: 2 of 3 layers',
    );
  });

  it('are a table that begins with float32', () => {
    const rows = trialCsv(report);
    expect(rows).toEqual([
      [2, 'all: float32', 0.8, null, 0, 'yes'],
      [0, '', 0.79, null, 0.01, 'no'],
      [1, 'out', 0.801, null, -0.001, 'yes'],
    ]);
    expect(trialTitles(report)).toHaveLength(rows[0]!.length);
  });
});

it('says the size against float32, and what runs', () => {
  expect(sizeRatio(report.bytes)).toBe(0.26);
  expect(sizeRatio(refused.bytes)).toBeNull();
  expect(operatorCsv(report)).toEqual([
    ['QLinearConv', 'int8', 1],
    ['Conv', 'fp32', 1],
  ]);
  expect(operatorCsv(refused)).toEqual([]);
});
