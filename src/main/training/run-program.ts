import type { Outputs } from '../graph/passes/rewrite.ts';
import { type Engine, openGraph } from '../runtime/backends.ts';
import type { NetworkSession } from '../runtime/session.ts';
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
