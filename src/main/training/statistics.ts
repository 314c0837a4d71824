import { type Engine, openGraph } from '../runtime/backends.ts';
import type { Values } from '../runtime/session.ts';
import type { Layout, TrainingScope } from './parameters.ts';

/** The statistics that batch normalisation would use in training: no update, no gradients. */
export interface StatisticsPass {
  /** @returns the group's statistics of this batch, in the order of its layout */
  run(weights: Float32Array, batch: Readonly<Record<string, Values>>): Promise<Float32Array>;
  release(): Promise<void>;
}

/** @param scope after the network was built in it */
export async function compileStatistics(scope: TrainingScope, engine: Engine): Promise<StatisticsPass> {
  const statistics = scope.batchStatistics();
  if (!statistics) throw new Error(`group '${scope.group.name}' has no statistics`);
  const session = await openGraph({ statistics }, engine);
  return {
    async run(weights, batch) {
      const name = `${scope.group.name}.weights`;
      const results = await session.run({ ...batch, [name]: { data: weights, dims: [weights.length] } });
      return results.statistics!.data;
    },
    release: () => session.release(),
  };
}

/**
 * Joins batches' means and variances into those of all their values: the variance is the mean of the variances
 * plus the variance of the means. (Wu and Johnson 2021, "Rethinking Batch in BatchNorm", call it precise BN.)
 * @param layout of names that end in ".mean" and ".variance", in pairs
 */
export function joinStatistics(layout: Layout, batches: readonly Float32Array[]): Float32Array {
  const average = (value: (batch: Float32Array) => number) =>
    batches.reduce((sum, batch) => sum + value(batch), 0) / batches.length;
  const joined = Float32Array.from({ length: layout.length }, (_, i) => average((batch) => batch[i]!));
  const offsets = new Map(layout.entries.map(({ name, offset }) => [name, offset]));
  for (const { name, shape, offset } of layout.entries) {
    const variance = offsets.get(name.replace(/\.mean$/, '.variance'));
    if (!name.endsWith('.mean') || variance === undefined) continue;
    for (let channel = 0; channel < shape[0]!; channel++) {
      const mean = average((batch) => batch[offset + channel]!);
      joined[variance + channel]! += average((batch) => (batch[offset + channel]! - mean) ** 2);
    }
  }
  return joined;
}
