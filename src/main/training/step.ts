import type { Tensor } from '../graph/tensor.ts';
import { type Engine, openGraph } from '../runtime/backends.ts';
import type { Values } from '../runtime/session.ts';
import { namedStates, type States, takeUp } from './states.ts';
import { type Objective, stepSizes, updates } from './update.ts';

/** One training step, forward to update, as a single graph. */
export interface TrainingStep {
  /**
   * Runs step number `step` (from 1) and updates the states in place of their arrays.
   * @returns the value of each metric before the update.
   */
  run(
    states: Readonly<States>,
    batch: Readonly<Record<string, Values>>,
    step: number,
    learningRate: number,
  ): Promise<Record<string, number>>;
  release(): Promise<void>;
}

/**
 * Compiles a training step. All objectives are evaluated on the weights before the step and updated together.
 * @param metrics scalars to report.
 * @throws FundusError as openGraph does
 */
export async function compileStep(
  objectives: readonly Objective[],
  metrics: Readonly<Record<string, Tensor>>,
  engine: Engine,
): Promise<TrainingStep> {
  const session = await openGraph({ ...metrics, ...updates(objectives) }, engine);
  const groups = objectives.map(({ scope, ...adam }) => ({ group: scope.group.name, ...adam }));
  return {
    async run(states, batch, step, learningRate) {
      const all = { ...namedStates(states), ...batch, ...stepSizes(groups, step, learningRate) };
      const feeds = Object.entries(all).filter(([name]) => session.inputNames.includes(name));
      const results = await session.run(Object.fromEntries(feeds));
      takeUp(states, results);
      return Object.fromEntries(Object.keys(metrics).map((name) => [name, results[name]!.data[0]!]));
    },
    release: () => session.release(),
  };
}
