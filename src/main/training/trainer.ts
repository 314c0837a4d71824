import type { Mask, Raster } from '../imaging/raster.ts';
import type { Engine } from '../runtime/backends.ts';
import type { StepProgram } from './program.ts';
import { ProgramRunner, preciseStatistics, type StatisticsProgram } from './run-program.ts';
import type { States } from './states.ts';

/** A picture of what a network makes of a photograph; those of one photograph follow each other. */
export interface TrainingSample {
  readonly label: 'photograph' | 'annotation' | 'prediction' | 'synthetic';
  readonly picture: Raster | Mask;
}

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
  /** Frees what the trainer holds. */
  release(): Promise<void>;
}

/** Told how much is done. */
export type Report = (done: number, total: number) => void;

/** A program with what is needed to make a network of its states. */
export interface TrainingProgram extends StepProgram {
  /** Carried from step to step; the program's `states` under other names. */
  readonly initial: States;
  readonly statistics: StatisticsProgram;
}

/**
 * Training by a program, whichever network it trains: another machine can do its steps as well.
 * `Network` is what comes of it, as files and figures.
 */
export abstract class ProgramTrainer<Network = unknown, Program extends TrainingProgram = TrainingProgram>
  implements Trainer
{
  readonly program: Program;
  readonly states: States;
  /** Looked at after the last step, when the network is made. */
  protected readonly signal: AbortSignal;
  protected readonly runner: ProgramRunner;

  constructor(program: Program, engine: Engine, signal: AbortSignal) {
    this.program = program;
    this.states = program.initial;
    this.signal = signal;
    this.runner = new ProgramRunner(program, engine);
  }

  trainStep(step: number): Promise<Record<string, number>> {
    return this.runner.run(this.states, step);
  }

  /** Makes the network of these states, which takes minutes; may run again when it was interrupted. */
  abstract finish(states: Readonly<States>, report: Report): Promise<Network>;

  /** Pictures that the program's samples are, with what they were made of. */
  async describeSamples(_made: readonly Raster[]): Promise<readonly TrainingSample[]> {
    return [];
  }

  async release(): Promise<void> {
    await this.runner.release();
  }

  /** Statistics of batch normalisation, for the network. The memory of the steps, and then its own, is given back. */
  protected async finalStatistics(states: States, report: (done: number) => void): Promise<Float32Array> {
    await this.runner.release();
    const { signal } = this;
    const statistics = await preciseStatistics(this.runner, states, this.program.statistics, {
      report,
      signal,
    });
    await this.runner.release();
    return statistics;
  }
}
