import type { Outputs } from '../graph/passes/rewrite.ts';
import type { ByteValues, Values } from '../runtime/session.ts';

export type Feeds = Readonly<Record<string, Values>>;

/** The name of the output that takes the place of the state `state` in the next step. */
export const nextOf = (state: string) => `${state}.next`;

/** Photographs, weights that stay as they are, ...; bytes are first gathered from, so that few become float32. */
export type ProgramData = Readonly<Record<string, Values | ByteValues>>;

/** What one step is, besides the states and the data. */
export interface StepInputs {
  /** The name of the graph that the step runs. */
  readonly graph: string;
  /** Indices, affine matrices, colours, style codes, step sizes, ...; every graph is given all that it asks for. */
  readonly feeds: Feeds;
}

/** Pictures of what is learnt, made of the states alone or of states, data and these feeds. */
export interface SampleProgram {
  /** Output `image` [N,3,H,W] in -1..1; its inputs are states, data and `feeds`. */
  readonly graph: Outputs;
  readonly feeds: Feeds;
  /** In steps. */
  readonly every: number;
}

/**
 * A training as a program: all that a step computes is in graphs, all that it draws at random is drawn before, from
 * the seed, as small inputs. So whatever can run a graph can train: the local engine, or a machine that knows
 * nothing of the method.
 */
export interface StepProgram {
  /**
   * The step and its variants. Each graph has an output for every metric (a scalar) and one, `nextOf`, for every
   * state that it changes; its inputs are states, data and the feeds of its steps. All shapes are fixed.
   */
  readonly graphs: Readonly<Record<string, Outputs>>;
  /** What is carried from step to step: flat vectors, with their initial values, named GROUP.PART. */
  readonly states: Readonly<Record<string, Float32Array>>;
  /** The states that the trained networks are made of: what another machine brings back. */
  readonly results: readonly string[];
  /** The same in every step. */
  readonly data: ProgramData;
  /** What step number `step` (from 1) runs with. Depends on the seed and `step` alone; always the same names and shapes. */
  readonly inputs: (step: number) => StepInputs;
  readonly samples?: SampleProgram;
  readonly steps: number;
  /** In the order in which they are reported. */
  readonly metrics: readonly string[];
}
