import { z } from 'zod';
import { modelCardSchema } from '../../src/main/networks/card.ts';
import { calibrators } from '../../src/shared/api/quantization.ts';
import { diagnosisSchema, modelKindSchema, splitSchema } from '../../src/shared/domain.ts';

/** What `--json` prints, command by command: scripts rely on it. Nothing may be missing and nothing more be there. */

const count = z.int().min(0);
const share = z.number().min(0).max(1);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const instant = z.iso.datetime();

export const createDocument = z.strictObject({
  project: z.string(),
  models: z.array(z.strictObject({ kind: modelKindSchema, name: z.string() })),
});

export const importDocument = z.strictObject({
  taken: z.array(
    z.strictObject({
      file: z.string(),
      name: z.string(),
      layout: z.string(),
      width: count,
      height: count,
      diagnosis: diagnosisSchema.nullable(),
      split: splitSchema.nullable(),
      annotations: count,
      fov: z.enum(['given', 'estimated']),
      stripped: z.array(z.string()),
      note: z.string().nullable(),
    }),
  ),
  added: z.array(
    z.strictObject({ file: z.string(), image: z.string(), role: z.enum(['annotation', 'fov']) }),
  ),
  leftOut: z.array(z.strictObject({ file: z.string(), reason: z.string() })),
  failed: z.array(
    z.strictObject({
      file: z.string(),
      code: z.string(),
      message: z.string(),
      hint: z.string().nullable(),
      image: z.string().nullable(),
    }),
  ),
});

export const infoDocument = z.strictObject({
  project: z.string(),
  name: z.string(),
  createdAt: instant,
  images: z.array(
    z.strictObject({
      name: z.string(),
      width: count,
      height: count,
      diagnosis: diagnosisSchema.nullable(),
      split: splitSchema.nullable(),
      masks: z.strictObject({ annotated: count, predicted: count, edited: count }),
    }),
  ),
  models: z.array(z.strictObject({ kind: modelKindSchema, name: z.string(), isCurrent: z.boolean() })),
  syntheticImages: z.strictObject({
    count,
    byClass: z.strictObject({ h: count, dr: count, g: count }),
  }),
  lastJob: z.strictObject({ kind: z.string(), status: z.string(), createdAt: instant }).nullable(),
});

const model = z.strictObject({
  id: count,
  name: z.string(),
  kind: modelKindSchema,
  sha256,
  card: modelCardSchema,
  runId: count.nullable(),
  isCurrent: z.boolean(),
  createdAt: instant,
});

export const modelsDocument = z.strictObject({
  models: z.array(model.extend({ place: z.enum(['project', 'program', 'missing']) })),
});

/** What `models --self-contained` prints. */
export const selfContainedDocument = modelsDocument.extend({
  added: z.strictObject({ files: count, bytes: count, missing: z.array(z.string()) }),
});

export const trainingDocument = z.strictObject({
  run: count,
  model,
  steps: count,
  bestStep: count,
  seconds: z.number().positive(),
});

const scoresOfNetwork = z.record(z.string(), z.number());
const precision = z.enum(['int8', 'fp32']);

export const bundleDocument = z.strictObject({
  file: z.string(),
  runner: z.string(),
  bytes: z.int().positive(),
  kind: z.enum(['segmenter', 'synthesizer']),
  steps: z.int().positive(),
});

export const quantizationDocument = z.strictObject({
  source: z.string(),
  model: model.nullable(),
  sha256: sha256.nullable(),
  calibrator: z.enum(calibrators),
  reduceRange: z.boolean(),
  calibrationImages: z.array(z.string()),
  judgedImages: z.array(z.string()),
  conditions: z.string(),
  before: scoresOfNetwork,
  trials: z.array(
    z.strictObject({
      floatLayers: z.array(z.string()),
      scores: scoresOfNetwork,
      losses: z.array(z.strictObject({ name: z.string(), loss: z.number(), most: z.number() })),
      isWithin: z.boolean(),
    }),
  ),
  layers: z.array(z.strictObject({ name: z.string(), error: z.number().min(0), share })),
  bytes: z.strictObject({ before: count, after: count.nullable() }),
  executed: z
    .strictObject({
      operators: z.array(z.strictObject({ operator: z.string(), precision, count })),
      floatLayers: z.array(z.string()),
      floatMultiplyAdds: share,
    })
    .nullable(),
});

export const segmentDocument = z.strictObject({
  model: z.string(),
  images: z.array(
    z.strictObject({ image: z.string(), maskId: count, vesselShare: share, seconds: z.number().positive() }),
  ),
});

const scores = {
  f1: share,
  auc: share.nullable(),
  sensitivity: share,
  specificity: share,
  accuracy: share,
};

export const evaluationDocument = z.strictObject({
  model: z.string(),
  modelSha256: sha256,
  split: splitSchema.nullable(),
  threshold: share,
  images: z.array(
    z.strictObject({
      image: z.string(),
      width: count,
      height: count,
      observer: z.string().nullable(),
      ...scores,
    }),
  ),
  summary: z.strictObject(scores),
});

export const exportDocument = z.strictObject({
  folder: z.string(),
  zip: z.string().nullable(),
  files: count,
  bytes: count,
  counts: z.strictObject({
    images: count,
    masks: count,
    patients: count,
    byClass: z.strictObject({ h: count, dr: count, g: count }),
    bySplit: z.strictObject({ train: count, val: count, test: count }).optional(),
  }),
});

export const synthesisDocument = z.strictObject({
  model: z.string(),
  canvas: z.strictObject({ width: count, height: count }),
  images: z.array(
    z.strictObject({
      name: z.string(),
      image: z.string(),
      diagnosis: diagnosisSchema,
      seed: count,
      seconds: z.number().positive(),
    }),
  ),
});

export const demoDocument = z.strictObject({
  project: z.string(),
  steps: z.array(
    z.strictObject({
      step: z.enum(['import', 'segment', 'evaluate', 'synthesize', 'export']),
      images: count,
      seconds: z.number().positive(),
    }),
  ),
  evaluation: evaluationDocument,
  export: exportDocument,
  overview: z.string(),
});
