import type { Engine } from '../../runtime/backends.ts';
import type { ModelRow } from '../../store/models.ts';
import type { StepProgram } from '../../training/program.ts';
import { ProgramRunner } from '../../training/run-program.ts';
import type { States } from '../../training/states.ts';
import { preciseStatistics, type StatisticsProgram } from '../../training/statistics.ts';
import type { Trained, Trainer } from './trainer.ts';
import type { TrainingPlan } from './training-run.ts';

/** A program with what is needed to make a model of its states. */
export interface TrainingProgram extends StepProgram {
  /** Carried from step to step; the program's `states` under other names. */
  readonly initial: States;
  readonly statistics: StatisticsProgram;
}

/** What training by a program comes to, whichever network it trains: another machine can do its steps as well. */
export abstract class ProgramTrainer<Program extends TrainingProgram = TrainingProgram> implements Trainer {
  readonly program: Program;
  readonly states: States;
  /** Looked at after the last step, when the model is made. */
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

  abstract finish(trained: Trained, report: (done: number, total: number) => void): Promise<ModelRow>;

  async release(): Promise<void> {
    await this.runner.release();
  }

  /** Of batch normalisation, for the model. The memory of the steps, and then its own, is given back. */
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

/** A training that nothing is done of yet, here or on another machine. */
export interface PreparedTraining {
  readonly plan: TrainingPlan;
  readonly trainer: ProgramTrainer;
}
