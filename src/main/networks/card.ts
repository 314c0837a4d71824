import { z } from 'zod';
import { backends } from '../../shared/api/benchmark.ts';
import { calibrators } from '../../shared/api/quantization.ts';
import { splitSchema } from '../../shared/domain.ts';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);
const scoresSchema = z.record(z.string(), z.number().nullable());

/** Figures with all that they depend on. */
export const cardMetricsSchema = z.object({
  /** What was measured on, as a phrase: "HRF, 15 images of the test split". */
  on: z.string(),
  images: z.array(z.string()),
  /** How: resolution, threshold, observer. */
  conditions: z.string(),
  values: scoresSchema,
});
export type CardMetrics = z.infer<typeof cardMetricsSchema>;

const dataSchema = z.object({
  /** The layout that the images were imported from: "hrf". */
  dataset: z.string(),
  split: splitSchema,
  /** Names of the training images. */
  images: z.array(z.string()),
});

const architectureShape = {
  name: z.string(),
  width: z.int().positive(),
  levels: z.int().positive(),
  /** Number of trained weights, before batch normalisation was folded. */
  weights: z.int().positive(),
};

/** How an int8 network was made from a float32 one, and what it costs and gains. */
const quantizationSchema = z.object({
  /** What layers named so compute with: U8 activations, S8 filters with a scale an output channel, S32 biases. */
  precision: z.literal('int8'),
  /** The float32 network, also where its filters have been brought to 16 bits since: see the `source` of its card. */
  source: z.object({ name: z.string(), sha256: sha256Schema }),
  calibrator: z.enum(calibrators),
  /** Names of the images that the ranges of the activations are from. */
  calibrationImages: z.array(z.string()),
  /** Filters have 7 bits, for processors without VNNI. */
  reduceRange: z.boolean(),
  /** Those of the processor that it was made and its accuracy checked on. */
  instructionSets: z.array(z.string()),
  /** Most sensitive first. */
  layers: z.array(
    z.object({
      name: z.string(),
      precision: z.enum(['int8', 'fp32']),
      /** Mean absolute difference at the output when this layer alone is int8. */
      error: z.number().nonnegative(),
      /** Share of the network's multiplications with additions. */
      share: z.number().min(0).max(1),
    }),
  ),
  /** The graph that ONNX Runtime made of it there. */
  executed: z.object({
    operators: z.array(
      z.object({ operator: z.string(), precision: z.enum(['int8', 'fp32']), count: z.int().positive() }),
    ),
    /** The share of the multiplications with additions that run in float32. */
    floatMultiplyAdds: z.number().min(0).max(1),
  }),
  /** The figures that the accuracy guard looked at; not those of a test. */
  accuracy: z.object({
    images: z.array(z.string()),
    conditions: z.string(),
    before: scoresSchema,
    after: scoresSchema,
  }),
  /** Sizes of the ONNX files. */
  bytes: z.object({ before: z.int().positive(), after: z.int().positive() }),
});
export type Quantization = z.infer<typeof quantizationSchema>;

/** How a network that comes along can be made again; what nobody wrote down is null. */
const sourceSchema = z.object({
  /** In their order, `hrf` being a project of the data. */
  commands: z.array(z.string()),
  seed: z.int().nullable(),
  /** SHA-256 of the training's bundle, where another machine did it. */
  bundle: sha256Schema.nullable().optional(),
  machine: z.string().nullable(),
  date: z.iso.date(),
  /** The file as it was made, where this one keeps its filters in 16 bits. */
  float32: z
    .object({
      sha256: sha256Schema,
      bytes: z.int().positive(),
      /** A synthesizer's alone. */
      styleEncoder: sha256Schema.optional(),
    })
    .optional(),
});

const commonShape = {
  name: z.string(),
  /** The ONNX file's. */
  sha256: sha256Schema,
  /** Diameter in pixels of the field of view that the network was trained at ... */
  fovDiameter: z.number().positive(),
  /** ... and the angle in degrees that it spans. */
  fieldAngle: z.number().positive().nullable(),
  architecture: z.object(architectureShape),
  data: z.array(dataSchema),
  training: z.object({
    command: z.string(),
    steps: z.int().positive(),
    /** The step whose state this is. */
    step: z.int().positive(),
    /** Side in pixels; null where whole pictures were trained on. */
    crop: z.int().positive().nullable(),
    batch: z.int().positive(),
    /** The peak of the schedule. */
    learningRate: z.number().positive(),
    schedule: z.string(),
    seed: z.int(),
    threads: z.int().positive(),
    /** What computed the steps, where that was done here. */
    backend: z.enum(backends).optional(),
    /** The machine that another program trained it on, and that program. */
    device: z.string().optional(),
    /** What is not as a training here would have been. */
    note: z.string().optional(),
    /** Wall time of the training steps, validation and checkpoints included. */
    seconds: z.number().nonnegative(),
  }),
  /** Only of networks that come along. */
  source: sourceSchema.optional(),
  metrics: z.array(cardMetricsSchema),
  /** Only of int8 networks. */
  quantization: quantizationSchema.optional(),
  /** An SPDX identifier; null where the photographs' is not known. */
  licence: z.string().nullable(),
  /** Whom to credit, one citation a data set. */
  attribution: z.array(z.string()),
  createdAt: z.iso.datetime(),
  /** Version of the program that made it. */
  softwareVersion: z.string(),
};

export const segmenterCardSchema = z.object({
  kind: z.literal('segmenter'),
  ...commonShape,
  /** The probability from which on a pixel is taken as vessel: best on the training images. */
  threshold: z.number().gt(0).lt(1),
});
export type SegmenterCard = z.infer<typeof segmenterCardSchema>;

export const synthesizerCardSchema = z.object({
  kind: z.literal('synthesizer'),
  ...commonShape,
  /** Length of the style vector. */
  styleSize: z.int().positive(),
  /** Height and width must be multiples of this. */
  sizeMultiple: z.int().positive(),
  /** The size of the pictures that it was trained on, and makes. */
  canvas: z.object({ width: z.int().positive(), height: z.int().positive() }),
  /** The network that reads the style off a photograph, an ONNX file beside the synthesizer's own; older ones have none. */
  styleEncoder: z.object({ file: z.string().regex(/^[\w-]+\.onnx$/), sha256: sha256Schema }).optional(),
});
export type SynthesizerCard = z.infer<typeof synthesizerCardSchema>;

/** What is known of a network: stored with it, and written next to its ONNX file. */
export const modelCardSchema = z.discriminatedUnion('kind', [segmenterCardSchema, synthesizerCardSchema]);
export type ModelCard = z.infer<typeof modelCardSchema>;
