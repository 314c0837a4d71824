/** How a step changes what is carried to the next: optimiser, running statistics and moving averages, in the graph. */
import { gradients } from '../graph/gradients.ts';
import { add, concat, divide, input, multiply, reshape, sqrt, subtract } from '../graph/operators.ts';
import type { Outputs } from '../graph/passes/rewrite.ts';
import { elementCount, type Tensor } from '../graph/tensor.ts';
import type { TrainingScope } from './parameters.ts';
import { type Feeds, nextOf } from './program.ts';

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

const adamEpsilon = 1e-8;
/** How fast running statistics follow the batches', as in PyTorch's default. */
const statisticsMomentum = 0.1;

/**
 * The states of all objectives' groups after the step: `NAME.weights`, `NAME.firstMoment`, `NAME.secondMoment` and,
 * where a group has them, `NAME.statistics`. All losses are evaluated on the weights before the step. Inputs are the
 * states and `stepSizes`.
 */
export function updates(objectives: readonly Objective[]): Outputs {
  const changed = objectives.map((objective) => ({
    ...adam(objective),
    ...runningStatistics(objective.scope),
  }));
  return Object.assign({}, ...changed);
}

/**
 * Adam (Kingma and Ba 2015, the efficient form at the end of its section 2): the bias corrections are part of
 * the step size, which is an input of the graph.
 */
function adam({ scope, loss, beta1, beta2 }: Objective): Outputs {
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
  return {
    [nextOf(`${name}.weights`)]: subtract(scope.flat, step),
    [nextOf(`${name}.firstMoment`)]: first,
    [nextOf(`${name}.secondMoment`)]: second,
  };
}

function runningStatistics(scope: TrainingScope): Outputs {
  const batch = scope.batchStatistics();
  if (!batch) return {};
  const name = `${scope.group.name}.statistics`;
  const running = input(name, batch.shape);
  return { [nextOf(name)]: add(running, multiply(subtract(batch, running), statisticsMomentum)) };
}

/** The inputs of `updates` for step number `step`, from 1. */
export function stepSizes(
  objectives: readonly (AdamOptions & { readonly group: string })[],
  step: number,
  learningRate: number,
): Feeds {
  return Object.fromEntries(
    objectives.map(({ group, beta1, beta2 }) => {
      const size = (learningRate * Math.sqrt(1 - beta2 ** step)) / (1 - beta1 ** step);
      return [`${group}.stepSize`, { data: Float32Array.of(size), dims: [1] }];
    }),
  );
}

/** The state `average` moved by the share `rate` [1] of the way to `value`, a vector. */
export function followed(average: string, value: Tensor, rate: Tensor): Outputs {
  const before = input(average, value.shape);
  return { [nextOf(average)]: add(before, multiply(subtract(value, before), rate)) };
}
