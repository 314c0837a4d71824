import { z } from 'zod';
import type { ModelKind, Sha256 } from '../domain.ts';
import { askedShape } from '../setting.ts';
import { trainingSettings } from '../training-settings.ts';
import type { BackendStatus } from './benchmark.ts';

/** 'full' and 'large' are for a machine with a GPU. */
export const presetNames = {
  segmenter: ['quick', 'standard'],
  synthesizer: ['quick', 'standard', 'full', 'large'],
} as const;
export type PresetName<Kind extends ModelKind> = (typeof presetNames)[Kind][number];

/** What is not given is the preset's. */
export const segmenterSettingsSchema = z.object({
  preset: z.enum(presetNames.segmenter),
  ...askedShape(trainingSettings.segmenter),
});

export const synthesizerSettingsSchema = z.object({
  preset: z.enum(presetNames.synthesizer),
  ...askedShape(trainingSettings.synthesizer),
});

/** GET /api/training: what can be trained, and with which settings. */
export interface TrainingChoices {
  readonly segmenter: Record<'quick' | 'standard', TrainingPreset>;
  readonly synthesizer: Record<'quick' | 'standard', TrainingPreset>;
  /** Annotated photographs in the training split, and in the validation split. */
  readonly trainingImages: number;
  readonly validationImages: number;
  /** What can compute the steps. */
  readonly backends: readonly BackendStatus[];
}

export interface TrainingPreset {
  /** All settings with their values. */
  readonly settings: Readonly<Record<string, string | number>>;
  /** Minutes on two cores of the kind that README names. */
  readonly minutes: number;
}

/** GET /api/runs, oldest first. */
export interface RunInfo {
  readonly id: number;
  readonly kind: ModelKind;
  readonly name: string;
  readonly status: 'running' | 'finished' | 'failed' | 'cancelled';
  readonly step: number;
  readonly steps: number;
  readonly options: Readonly<Record<string, unknown>>;
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** The job that trains it, to pause, cancel or resume; null for a run of the command line. */
  readonly jobId: number | null;
  readonly model: { readonly id: number; readonly name: string; readonly isCurrent: boolean } | null;
}

/** GET /api/runs/:id/metrics: figures by name, as recorded ("loss", "validation F1", ...). */
export type RunMetrics = Readonly<
  Record<string, { readonly steps: readonly number[]; readonly values: readonly (number | null)[] }>
>;

/** GET /api/runs/:id/samples: pictures of what the network does at a step, newest step first. */
export interface RunSample {
  readonly step: number;
  /** "photograph", "annotation", "prediction", "synthetic" */
  readonly label: string;
  readonly position: number;
  /** A PNG. */
  readonly sha256: Sha256;
}

/** Where a network's file is: in the project's folder, with the program, or in neither place. */
export type NetworkPlace = 'project' | 'program' | 'missing';

/**
 * GET /api/models/borrowed: the files of networks that the project reads from the program.
 * POST /api/models/self-contained copies them into the project, and answers what it copied.
 */
export interface BorrowedNetworks {
  readonly files: number;
  readonly bytes: number;
  /** Files that are in neither place: '"unet"', 'the style encoder of "gan"'. */
  readonly missing: readonly string[];
}

/** GET /api/models, oldest first. */
export interface ListedModel extends ModelInfo {
  readonly place: NetworkPlace;
}

/** PUT /api/models/:id/current makes one the project's. */
export interface ModelInfo {
  readonly id: number;
  readonly name: string;
  readonly kind: ModelKind;
  readonly sha256: Sha256;
  readonly isCurrent: boolean;
  readonly runId: number | null;
  readonly createdAt: string;
  /** See ModelCard. */
  readonly card: unknown;
}

/** GET /api/machine */
export interface MachineLoad {
  readonly cores: number;
  /** Share of all cores in use since the last call, 0..1. */
  readonly processor: number;
  /** Bytes. */
  readonly memory: { readonly total: number; readonly used: number; readonly process: number };
}
