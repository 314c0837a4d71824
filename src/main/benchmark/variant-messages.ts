import { z } from 'zod';
import type { Backend } from '../../shared/api/benchmark.ts';

/** One input of a network, as float32 numbers in a file. */
export interface InputFile {
  readonly name: string;
  /** Of one item, without the batch. */
  readonly dims: readonly number[];
  /** The items one after the other; a batch takes as many as it needs, from the first again after the last. */
  readonly file: string;
}

/** What a variant's process opens. */
export interface VariantNetwork {
  readonly backend: Backend;
  /** An ONNX file. */
  readonly file: string;
  readonly threads: number;
  readonly inputs: readonly InputFile[];
}

const memorySchema = z.object({ present: z.number(), peak: z.number() });
/** Bytes of the process. */
export type Memory = z.infer<typeof memorySchema>;

/** What the process can be asked, one question at a time. */
export interface Questions {
  open: VariantNetwork;
  /** Makes the batch that `run` gives the network from then on. */
  prepare: { readonly batch: number };
  /** The batch, again and again until `atLeast` milliseconds are over; answers with the milliseconds of one. */
  run: { readonly atLeast: number };
  memory: null;
  /** Writes the outputs of the last run into the file. */
  save: { readonly file: string };
  /** The mean absolute difference of the last run's outputs from those that another variant saved. */
  compare: { readonly file: string };
}
export type Question = keyof Questions;

interface Answers {
  open: Memory;
  prepare: null;
  run: number;
  memory: Memory;
  save: null;
  compare: number;
}
export type Answer<Q extends Question> = Answers[Q];

export const answerSchemas: { readonly [Q in Question]: z.ZodType<Answers[Q]> } = {
  open: memorySchema,
  prepare: z.null(),
  run: z.number(),
  memory: memorySchema,
  save: z.null(),
  compare: z.number(),
};

export type ToVariant = { [Q in Question]: { readonly question: Q; readonly ask: Questions[Q] } }[Question];
export type FromVariant = { readonly answer: Answer<Question> } | { readonly problem: string };
