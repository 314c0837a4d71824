import type { Generated } from 'kysely';
import type { Verdict } from '../../shared/api/images.ts';
import type { JobStatus } from '../../shared/api/jobs.ts';
import type { Diagnosis, MaskOrigin, ModelKind, Sha256, Split } from '../../shared/domain.ts';

/** The tables as Kysely sees them: names in camelCase, JSON as text, instants as ISO 8601 text in UTC. */
export interface Database {
  project: { id: number; name: string; createdAt: string };
  images: ImagesTable;
  fovs: FovsTable;
  masks: MasksTable;
  splits: { imageId: number; split: Split };
  models: ModelsTable;
  runs: RunsTable;
  runMetrics: { runId: number; step: number; name: string; value: number | null };
  runSamples: RunSamplesTable;
  jobs: JobsTable;
  syntheticImages: SyntheticImagesTable;
  syntheticTags: { syntheticId: number; tag: string };
  reviews: { imageId: number; verdict: Verdict; createdAt: string };
  drafts: DraftsTable;
  draftEdits: DraftEditsTable;
  benchmarks: BenchmarksTable;
}

export const imageExtensions = ['jpg', 'png'] as const;
export type ImageExtension = (typeof imageExtensions)[number];

export const fovOrigins = ['given', 'estimated'] as const;
export type FovOrigin = (typeof fovOrigins)[number];

export const runStatuses = ['running', 'finished', 'failed', 'cancelled'] as const;
export type RunStatus = (typeof runStatuses)[number];

export interface ImagesTable {
  id: Generated<number>;
  /** Unique: the imported file's stem, "01_h". */
  name: string;
  sha256: Sha256;
  extension: ImageExtension;
  width: number;
  height: number;
  diagnosis: Diagnosis | null;
  sourceLayout: string;
  sourceFile: string;
  /** Field angle of the camera in degrees. */
  fieldAngle: number | null;
  /** Diameter of the field of view in pixels. */
  fovDiameter: number;
  /** JSON list of the kinds of metadata that were removed. */
  stripped: string;
  thumbnailSha256: Sha256 | null;
  createdAt: string;
}

export interface FovsTable {
  imageId: number;
  /** A 1-bit PNG. */
  sha256: Sha256;
  origin: FovOrigin;
}

export interface MasksTable {
  id: Generated<number>;
  imageId: number;
  /** Counts from 1 in each image. */
  version: number;
  origin: MaskOrigin;
  /** A 1-bit PNG. */
  sha256: Sha256;
  /** An 8-bit grey PNG. */
  probabilitySha256: Sha256 | null;
  /** Who annotated: "1stHO". */
  observer: string | null;
  modelId: number | null;
  parentId: number | null;
  createdAt: string;
}

export interface ModelsTable {
  id: Generated<number>;
  name: string;
  kind: ModelKind;
  /** The ONNX file. */
  sha256: Sha256;
  /** JSON. */
  card: string;
  runId: number | null;
  isCurrent: number;
  createdAt: string;
}

export interface RunsTable {
  id: Generated<number>;
  modelKind: ModelKind;
  /** JSON. */
  options: string;
  seed: number;
  status: RunStatus;
  step: number;
  steps: number;
  startedAt: string;
  finishedAt: string | null;
  checkpointSha256: Sha256 | null;
  modelId: number | null;
  jobId: number | null;
}

export interface RunSamplesTable {
  runId: number;
  step: number;
  /** "photograph", "annotation", "prediction", "synthetic" */
  label: string;
  /** Order among the step's samples. */
  position: number;
  /** A PNG. */
  sha256: Sha256;
}

export interface JobsTable {
  id: Generated<number>;
  kind: string;
  /** JSON. */
  options: string;
  status: JobStatus;
  done: Generated<number>;
  total: Generated<number>;
  phase: Generated<string>;
  /** JSON. */
  error: string | null;
  /** JSON: what the work returned. */
  result: string | null;
  /** The run of a training, null where the job is another. */
  runId: number | null;
  /** The owner, see owners.ts: who runs the job, or will when its turn comes. */
  process: string | null;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
}

export interface SyntheticImagesTable {
  id: Generated<number>;
  name: string;
  /** A PNG. */
  sha256: Sha256;
  /** The mask that the image descends from, in its photograph's pixels. */
  maskId: number;
  /** That mask as the network was given it, in the synthetic image's pixels: its label. A 1-bit PNG. */
  maskSha256: Sha256;
  modelId: number;
  modelSha256: Sha256;
  seed: number;
  diagnosis: Diagnosis;
  /** JSON list of numbers. */
  style: string;
  width: number;
  height: number;
  createdAt: string;
  /** What a person who looked at it said: 1 kept, 0 discarded, null undecided. */
  isKept: number | null;
  /** A JPEG. */
  thumbnailSha256: Sha256 | null;
}

/** An image's mask while it is edited: the base mask with the first `cursor` edits applied. */
export interface DraftsTable {
  imageId: number;
  baseMaskId: number;
  cursor: number;
  /** The version that holds the present state. */
  savedMaskId: number | null;
}

export interface DraftEditsTable {
  imageId: number;
  /** Counts from 0. */
  position: number;
  label: string;
  leftPx: number;
  topPx: number;
  width: number;
  height: number;
  /** The bits that flip, row by row, raw-deflated. */
  bits: Buffer;
}

export interface BenchmarksTable {
  /** The report's own. */
  id: string;
  name: string;
  /** JSON: a BenchmarkReport. */
  document: string;
  /** Whether it is from a file, of another machine. */
  isImported: number;
  /** The report's. */
  createdAt: string;
}
