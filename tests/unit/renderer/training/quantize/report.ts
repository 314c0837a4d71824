import type { QuantizationReport } from '../../../../../src/shared/api/quantization.ts';

/** A segmenter of two layers, one of which returned to fp32. */
export const report: QuantizationReport = {
  source: 'unet',
  calibrator: 'percentile',
  reduceRange: false,
  calibrationImages: ['01_h'],
  judgedImages: ['02_h', '03_h'],
  conditions: 'inside the field of view',
  before: { f1: 0.8, auc: null },
  trials: [
    {
      floatLayers: [],
      scores: { f1: 0.79, auc: null },
      losses: [{ name: 'F1', loss: 0.01, most: 0.005 }],
      isWithin: false,
    },
    {
      floatLayers: ['out'],
      scores: { f1: 0.801, auc: null },
      losses: [{ name: 'F1', loss: -0.001, most: 0.005 }],
      isWithin: true,
    },
  ],
  layers: [
    { name: 'out', error: 0.02, share: 0.25 },
    { name: 'in', error: 0.005, share: 0.75 },
  ],
  bytes: { before: 1000, after: 260 },
  executed: {
    operators: [
      { operator: 'QLinearConv', precision: 'int8', count: 1 },
      { operator: 'Conv', precision: 'fp32', count: 1 },
    ],
    floatLayers: ['out'],
    floatMultiplyAdds: 0.25,
  },
  sha256: 'a'.repeat(64),
};

/** No choice of its layers is within the limits. */
export const refused: QuantizationReport = {
  ...report,
  trials: report.trials.slice(0, 1),
  bytes: { before: 1000, after: null },
  executed: null,
  sha256: null,
};
