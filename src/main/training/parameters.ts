import type { Random } from '../../shared/random.ts';
import { concat, input, reshape, slice } from '../graph/operators.ts';
import { elementCount, type Shape, type Tensor } from '../graph/tensor.ts';
import type { Initializer, Scope } from '../networks/layers.ts';

interface Entry {
  readonly name: string;
  readonly shape: Shape;
  readonly initial: Initializer;
  readonly offset: number;
}

/** The places of named tensors in one flat vector. */
export interface Placement {
  readonly entries: readonly Entry[];
  readonly length: number;
}

/** A group of networks trained by one optimiser: all its weights, and all its statistics, in one vector each. */
export interface ParameterGroup {
  readonly name: string;
  readonly weights: Placement;
  readonly statistics: Placement;
}

class PlacementBuilder {
  private readonly entries = new Map<string, Entry>();
  length = 0;

  add(name: string, shape: Shape, initial: Initializer): void {
    if (this.entries.has(name)) return;
    this.entries.set(name, { name, shape, initial, offset: this.length });
    this.length += elementCount(shape);
  }

  finish = (): Placement => ({ entries: [...this.entries.values()], length: this.length });
}

/** Runs a network's function once to learn which weights and statistics it has. */
export function collectParameters(name: string, build: (scope: Scope) => unknown): ParameterGroup {
  const weights = new PlacementBuilder();
  const statistics = new PlacementBuilder();
  build({
    training: true,
    weight: (weight, shape, initial) => {
      weights.add(weight, shape, initial);
      return input(weight, shape);
    },
    statistic: (statistic, shape, initial) => {
      statistics.add(statistic, shape, initial);
      return input(statistic, shape);
    },
    observe: () => {},
  });
  return { name, weights: weights.finish(), statistics: statistics.finish() };
}

export const initialValues = (placement: Placement, random: Random): Float32Array => {
  const values = new Float32Array(placement.length);
  for (const { shape, initial, offset } of placement.entries) {
    values.set(initial(elementCount(shape), random), offset);
  }
  return values;
};

/** The flat vector as named tensors, for export. */
export function namedValues(placement: Placement, values: Float32Array): Map<string, Float32Array> {
  return new Map(
    placement.entries.map(({ name, shape, offset }) => [
      name,
      values.subarray(offset, offset + elementCount(shape)),
    ]),
  );
}

const cut = (flat: Tensor, { shape, offset }: Entry) =>
  reshape(slice(flat, [offset], [offset + elementCount(shape)]), shape);

function wanted(group: ParameterGroup, tensors: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const tensor = tensors.get(name);
  if (!tensor) throw new Error(`group '${group.name}' has no weight '${name}'`);
  return tensor;
}

/** A training step's view of a group: weights cut out of the flat input `NAME.weights`, statistics collected. */
export class TrainingScope implements Scope {
  readonly training = true;
  readonly group: ParameterGroup;
  /** [length of the group's weights]. */
  readonly flat: Tensor;
  private readonly tensors = new Map<string, Tensor>();
  private readonly observed = new Map<string, Tensor>();

  constructor(group: ParameterGroup) {
    this.group = group;
    this.flat = input(`${group.name}.weights`, [group.weights.length]);
    for (const entry of group.weights.entries) this.tensors.set(entry.name, cut(this.flat, entry));
  }

  /** The same weights for a network that the group's losses are passed through, but whose weights do not follow. */
  frozen(): Scope {
    const tensors = new Map(this.group.weights.entries.map((entry) => [entry.name, cut(this.flat, entry)]));
    return {
      training: true,
      weight: (name) => wanted(this.group, tensors, name),
      statistic: (name, shape) => this.statistic(name, shape),
      observe: () => {},
    };
  }

  weight(name: string): Tensor {
    return wanted(this.group, this.tensors, name);
  }

  /** Unused in training: the batch's own statistics are. */
  statistic(name: string, shape: Shape): Tensor {
    return input(name, shape);
  }

  observe(name: string, value: Tensor): void {
    this.observed.set(name, value);
  }

  /** The weights' tensors in the order of the flat vector. */
  get weights(): Tensor[] {
    return this.group.weights.entries.map(({ name }) => this.weight(name));
  }

  /** The batch's statistics as one vector in the order of the placement, or undefined where there are none. */
  batchStatistics(): Tensor | undefined {
    const tensors = this.group.statistics.entries.map(({ name }) => {
      const tensor = this.observed.get(name);
      if (!tensor) throw new Error(`group '${this.group.name}': nothing observed for '${name}'`);
      return tensor;
    });
    return tensors.length > 0 ? concat(tensors, 0) : undefined;
  }
}
