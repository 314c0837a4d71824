import { throwIfCancelled } from '../../shared/progress.ts';
import type { Outputs } from '../graph/passes/rewrite.ts';
import { type Engine, openGraph } from '../runtime/backends.ts';
import type { NetworkSession } from '../runtime/session.ts';
import type { Placement } from './parameters.ts';
import type { Feeds, StepProgram } from './program.ts';
import { namedStates, type States, takeUp } from './states.ts';

/** Executes a program on this machine. */
export class ProgramRunner {
  readonly #program: StepProgram;
  readonly #engine: Engine;
  readonly #sessions = new Map<Outputs, NetworkSession>();

  constructor(program: StepProgram, engine: Engine) {
    this.#program = program;
    this.#engine = engine;
  }

  /**
   * Does step number `step`, from 1, and puts its results in the place of the states' arrays.
   * @returns the metrics, evaluated on the states before the step
   */
  async run(states: Readonly<States>, step: number): Promise<Record<string, number>> {
    const { graphs, metrics } = this.#program;
    const { graph, feeds } = this.#program.inputs(step);
    const outputs = graphs[graph];
    if (!outputs) throw new Error(`the program has no graph '${graph}'`);
    const results = await this.evaluate(outputs, states, feeds);
    takeUp(states, results);
    return Object.fromEntries(metrics.map((name) => [name, results[name]!.data[0]!]));
  }

  /**
   * A graph on the program's data, these states and feeds.
   * @throws FundusError as openGraph does
   */
  async evaluate(outputs: Outputs, states: Readonly<States>, feeds: Feeds): Promise<Feeds> {
    const session = await this.#session(outputs);
    const all = { ...this.#program.data, ...namedStates(states), ...feeds };
    const used = Object.entries(all).filter(([name]) => session.inputNames.includes(name));
    return session.run(Object.fromEntries(used));
  }

  /** Frees what the graphs that were run hold; one that is run again is compiled again. */
  async release(): Promise<void> {
    for (const session of this.#sessions.values()) await session.release();
    this.#sessions.clear();
  }

  /** Compiled when it is first run: a program that is only looked at costs nothing. */
  async #session(outputs: Outputs): Promise<NetworkSession> {
    const known = this.#sessions.get(outputs);
    if (known) return known;
    const { data } = this.#program;
    const bytes = Object.keys(data).filter((name) => data[name]!.data instanceof Uint8Array);
    const session = await openGraph(outputs, this.#engine, bytes);
    this.#sessions.set(outputs, session);
    return session;
  }
}

/** How a trained network is given its statistics of batch normalisation: no update, no gradients. */
export interface StatisticsProgram {
  /** The statistics' places in their vector. */
  readonly placement: Placement;
  /** Output `statistics`, those of one batch in the order of the placement; inputs are states, data and `inputs`. */
  readonly graph: Outputs;
  /** What batch number `index`, from 0, is made with. */
  readonly inputs: (index: number) => Feeds;
  readonly batches: number;
}

/**
 * The statistics of all batches together, with the weights of `states`.
 * @param report told how many batches are done
 * @throws FundusError 'cancelled' before a batch
 */
export async function preciseStatistics(
  runner: ProgramRunner,
  states: Readonly<States>,
  { placement, graph, inputs, batches }: StatisticsProgram,
  { report, signal }: { report: (done: number) => void; signal: AbortSignal },
): Promise<Float32Array> {
  const found: Float32Array[] = [];
  for (let index = 0; index < batches; index++) {
    throwIfCancelled(signal);
    report(index);
    const { statistics } = await runner.evaluate(graph, states, inputs(index));
    found.push(statistics!.data);
  }
  report(batches);
  return joinStatistics(placement, found);
}

/**
 * Joins batches' means and variances into those of all their values: the variance is the mean of the variances
 * plus the variance of the means. (Wu and Johnson 2021, "Rethinking Batch in BatchNorm", call it precise BN.)
 * @param placement of names that end in ".mean" and ".variance", in pairs
 */
export function joinStatistics(placement: Placement, batches: readonly Float32Array[]): Float32Array {
  const average = (value: (batch: Float32Array) => number) =>
    batches.reduce((sum, batch) => sum + value(batch), 0) / batches.length;
  const joined = Float32Array.from({ length: placement.length }, (_, i) => average((batch) => batch[i]!));
  const offsets = new Map(placement.entries.map(({ name, offset }) => [name, offset]));
  for (const { name, shape, offset } of placement.entries) {
    const variance = offsets.get(name.replace(/\.mean$/, '.variance'));
    if (!name.endsWith('.mean') || variance === undefined) continue;
    for (let channel = 0; channel < shape[0]!; channel++) {
      const mean = average((batch) => batch[offset + channel]!);
      joined[variance + channel]! += average((batch) => (batch[offset + channel]! - mean) ** 2);
    }
  }
  return joined;
}
