import type { Raster } from '../../imaging/raster.ts';
import type { ModelRow } from '../../store/models.ts';
import type { RunRow } from '../../store/runs.ts';
import type { States } from '../../training/states.ts';
import type { TrainingSample } from './training-samples.ts';

export interface Validation {
  /** The state with the highest score is kept; without scores the last one is. */
  readonly score?: number;
  readonly metrics: Readonly<Record<string, number>>;
  /** What the network does now, to look at. */
  readonly samples?: readonly TrainingSample[];
}

/** What is trained. Everything that a step draws at random must depend on the seed and the step alone. */
export interface Trainer {
  /** Carried from step to step. The run puts a checkpoint's states in the place of the initial ones. */
  readonly states: States;
  /** Does step number `step`, from 1; returns figures that are averaged over some steps and recorded. */
  trainStep(step: number): Promise<Readonly<Record<string, number>>>;
  /** Looks at the states, without an effect on what is trained. */
  validate?(step: number): Promise<Validation>;
  /** Pictures that a program's samples are, with what they were made of. */
  describeSamples?(made: readonly Raster[]): Promise<readonly TrainingSample[]>;
  /**
   * Makes a model of the best states, which takes minutes; may run again when it was interrupted.
   * @param report told how much is done
   */
  finish(trained: Trained, report: (done: number, total: number) => void): Promise<ModelRow>;
  /** Frees what the trainer holds. */
  release(): Promise<void>;
}

export interface Trained {
  readonly run: RunRow;
  readonly states: States;
  /** The step after which the states were taken. */
  readonly step: number;
  /** Wall time of the training, over all its sessions. */
  readonly seconds: number;
  /** When it was not trained here. */
  readonly origin?: TrainingOrigin;
}

/** How another program trained; part of the network's card. */
export interface TrainingOrigin {
  /** The machine, and the program. */
  readonly device: string;
  /** What is not as it would have been here. */
  readonly note?: string;
}
