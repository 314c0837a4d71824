import type { Random } from '../../shared/random.ts';
import { gradients } from '../graph/gradients.ts';
import { add, concat, divide, input, multiply, reshape, sqrt, subtract } from '../graph/operators.ts';
import { elementCount, type Tensor } from '../graph/tensor.ts';
import { type Engine, openGraph } from '../runtime/backends.ts';
import type { Values } from '../runtime/session.ts';
import { initialValues, type ParameterGroup, type TrainingScope } from './parameters.ts';

/** Adam's decay rates of the two moments. */
export interface AdamOptions {
  readonly beta1: number;
  readonly beta2: number;
}

/** One optimiser: the networks of `scope` go down the gradient of `loss`. */
export interface Objective extends AdamOptions {
  readonly scope: TrainingScope;
  readonly loss: Tensor;
}

/** What a group of networks carries from step to step; every array is flat, in the order of the group's layouts. */
export interface GroupState {
  weights: Float32Array;
  firstMoment: Float32Array;
  secondMoment: Float32Array;
  /** Running mean and variance of batch normalisation. */
  statistics: Float32Array;
}

export function initialState(group: ParameterGroup, random: Random): GroupState {
  const { length } = group.weights;
  return {
    weights: initialValues(group.weights, random),
    firstMoment: new Float32Array(length),
    secondMoment: new Float32Array(length),
    statistics: initialValues(group.statistics, random),
  };
}

const adamEpsilon = 1e-8;

/**
 * Adam (Kingma and Ba 2015, the efficient form at the end of its section 2): the bias corrections are part of
 * the step size, which is an input of the graph.
 */
function adamOutputs({ scope, loss, beta1, beta2 }: Objective): Record<string, Tensor> {
  const { name, weights } = scope.group;
  const state = (part: string) => input(`${name}.${part}`, [weights.length]);
  const gradient = concat(
    gradients(loss, scope.weights).map((g) => reshape(g, [elementCount(g.shape)])),
    0,
  );
  const decayed = (part: string, rate: number, value: Tensor) =>
    add(multiply(state(part), rate), multiply(value, 1 - rate));
  const first = decayed('firstMoment', beta1, gradient);
  const second = decayed('secondMoment', beta2, multiply(gradient, gradient));
  const step = divide(multiply(first, input(`${name}.stepSize`, [1])), add(sqrt(second), adamEpsilon));
  const statistics = scope.batchStatistics();
  return {
    [`${name}.weights.next`]: subtract(scope.flat, step),
    [`${name}.firstMoment.next`]: first,
    [`${name}.secondMoment.next`]: second,
    ...(statistics ? { [`${name}.statistics.batch`]: statistics } : {}),
  };
}

/** How fast running statistics follow the batches', as in PyTorch's default. */
const statisticsMomentum = 0.1;

/** One training step, forward to update, as a single graph. */
export interface TrainingStep {
  /**
   * Runs step number `step` (from 1) and updates the states in place of their arrays.
   * @returns the value of each metric before the update.
   */
  run(
    states: Readonly<Record<string, GroupState>>,
    batch: Readonly<Record<string, Values>>,
    step: number,
    learningRate: number,
  ): Promise<Record<string, number>>;
  release(): Promise<void>;
}

function feedsOf(
  objective: Objective,
  state: GroupState,
  step: number,
  learningRate: number,
): [string, Values][] {
  const { name } = objective.scope.group;
  const { beta1, beta2 } = objective;
  const stepSize = (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
  const flat = (data: Float32Array): Values => ({ data, dims: [data.length] });
  return [
    [`${name}.weights`, flat(state.weights)],
    [`${name}.firstMoment`, flat(state.firstMoment)],
    [`${name}.secondMoment`, flat(state.secondMoment)],
    [`${name}.stepSize`, flat(Float32Array.of(stepSize))],
  ];
}

function takeUp(name: string, state: GroupState, results: Readonly<Record<string, Values>>): void {
  state.weights = results[`${name}.weights.next`]!.data;
  state.firstMoment = results[`${name}.firstMoment.next`]!.data;
  state.secondMoment = results[`${name}.secondMoment.next`]!.data;
  const batch = results[`${name}.statistics.batch`]?.data;
  if (!batch) return;
  state.statistics = state.statistics.map(
    (value, index) => value + statisticsMomentum * (batch[index]! - value),
  );
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
  const outputs = Object.assign({}, metrics, ...objectives.map(adamOutputs)) as Record<string, Tensor>;
  const session = await openGraph(outputs, engine);
  return {
    async run(states, batch, step, learningRate) {
      const feeds = objectives.flatMap((objective) =>
        feedsOf(objective, states[objective.scope.group.name]!, step, learningRate),
      );
      const results = await session.run({ ...batch, ...Object.fromEntries(feeds) });
      for (const { scope } of objectives) takeUp(scope.group.name, states[scope.group.name]!, results);
      return Object.fromEntries(Object.keys(metrics).map((name) => [name, results[name]!.data[0]!]));
    },
    release: () => session.release(),
  };
}
