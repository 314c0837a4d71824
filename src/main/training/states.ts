import type { Random } from '../../shared/random.ts';
import type { Values } from '../runtime/session.ts';
import { initialValues, type ParameterGroup } from './parameters.ts';
import { type Feeds, nextOf } from './program.ts';

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

const stateParts = ['weights', 'firstMoment', 'secondMoment', 'statistics'] as const;

/** What a training carries from step to step, by group. */
export type States = Record<string, GroupState>;

/** The vectors of all groups by the names that they have in a program, GROUP.PART; without empty ones. */
export function namedStates(states: Readonly<States>): Record<string, Values> {
  return Object.fromEntries(
    Object.entries(states).flatMap(([group, state]) =>
      stateParts
        .filter((part) => state[part].length > 0)
        .map((part) => [`${group}.${part}`, { data: state[part], dims: [state[part].length] }]),
    ),
  );
}

/** The same vectors as a program has them. */
export const vectorsOf = (states: Readonly<States>): Record<string, Float32Array> =>
  Object.fromEntries(Object.entries(namedStates(states)).map(([name, { data }]) => [name, data]));

/** Takes from a step's results the states that it changed. */
export function takeUp(states: Readonly<States>, results: Feeds): void {
  for (const [group, state] of Object.entries(states)) {
    for (const part of stateParts) state[part] = results[nextOf(`${group}.${part}`)]?.data ?? state[part];
  }
}
