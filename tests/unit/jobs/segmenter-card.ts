import type { SegmenterCard } from '../../../src/main/networks/card.ts';

/** A complete card of a network that need not exist. */
export const segmenterCard = (sha256: string): SegmenterCard => ({
  kind: 'segmenter',
  name: 'unet',
  sha256,
  fovDiameter: 1631,
  fieldAngle: 60,
  threshold: 0.4,
  architecture: { name: 'u-net', width: 8, levels: 4, weights: 122_000 },
  data: [{ dataset: 'HRF', split: 'train', images: ['01_h'] }],
  training: {
    command: 'fundus train segmenter PROJECT',
    steps: 10,
    step: 10,
    crop: 256,
    batch: 4,
    learningRate: 0.01,
    schedule: 'cosine',
    seed: 1,
    threads: 2,
    seconds: 5,
  },
  metrics: [],
  licence: 'CC-BY-4.0',
  attribution: ['HRF'],
  createdAt: '2026-01-01T00:00:00.000Z',
  softwareVersion: '0.1.0',
});
