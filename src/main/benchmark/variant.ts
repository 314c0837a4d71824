import { type ChildProcess, fork } from 'node:child_process';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import type { Backend } from '../../shared/api/benchmark.ts';
import { FundusError } from '../../shared/errors.ts';
import { throwIfCancelled } from '../../shared/progress.ts';
import { environmentOf } from '../runtime/backends.ts';

/** One input of a network, as float32 numbers in a file. */
export interface InputFile {
  readonly name: string;
  /** Shape of one item, without the batch. */
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

// A build keeps the folders and turns .ts into .js.
const program = fileURLToPath(new URL(`./variant-process${extname(import.meta.url)}`, import.meta.url));

interface Pending {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * A network in a process of its own, so that its peak memory is its own and its libraries start as they should. The
 * process ends when the signal is aborted, and with this one.
 */
export class Variant {
  readonly #child: ChildProcess;
  readonly #signal: AbortSignal;
  readonly #kill = () => this.#child.kill('SIGKILL');
  readonly #exited: Promise<void>;
  #pending: Pending | undefined;
  #end: Error | undefined;
  /** The last that it wrote to standard error. */
  #said = '';

  private constructor({ backend, threads }: VariantNetwork, signal: AbortSignal) {
    this.#signal = signal;
    this.#child = fork(program, [], {
      // Electron's program is Node when it is told so.
      env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', ...environmentOf(backend, threads) },
      execArgv: [],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    });
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.#said = (this.#said + text).slice(-2000);
    });
    this.#child.on('message', (message: FromVariant) => this.#receive(message));
    this.#exited = new Promise((resolve) => {
      this.#child.once('error', (error) => resolve(this.#ended(error)));
      this.#child.once('exit', (code, by) => resolve(this.#ended(endOf(code, by, this.#said))));
    });
    signal.addEventListener('abort', this.#kill);
  }

  /**
   * @returns the variant, with its memory before it has run
   * @throws FundusError what the backend says of the network; 'cancelled'
   */
  static async open(
    network: VariantNetwork,
    signal: AbortSignal,
  ): Promise<{ variant: Variant; memory: Memory }> {
    throwIfCancelled(signal);
    const variant = new Variant(network, signal);
    try {
      return { variant, memory: await variant.ask('open', network) };
    } catch (thrown) {
      await variant.close();
      throw thrown;
    }
  }

  /** The process' number; 0 when it could not be started. */
  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** @throws FundusError what went wrong there; 'cancelled'; 'internal' when the process has ended */
  async ask<Q extends Question>(question: Q, ask: Questions[Q]): Promise<Answer<Q>> {
    try {
      const answer = await new Promise<unknown>((resolve, reject) => {
        if (this.#end) return reject(this.#end);
        this.#pending = { resolve, reject };
        this.#child.send({ question, ask }, (error) => error && this.#settle({ error }));
      });
      return answerSchemas[question].parse(answer);
    } catch (thrown) {
      throwIfCancelled(this.#signal);
      throw thrown;
    }
  }

  /** Ends the process and waits until it has. */
  async close(): Promise<void> {
    this.#signal.removeEventListener('abort', this.#kill);
    this.#kill();
    await this.#exited;
  }

  #receive(message: FromVariant): void {
    if ('answer' in message) this.#settle(message);
    else this.#settle({ error: new FundusError('internal', message.problem) });
  }

  #ended(error: Error): void {
    this.#end = error;
    this.#settle({ error });
  }

  #settle(result: { readonly answer: unknown } | { readonly error: Error }): void {
    const pending = this.#pending;
    this.#pending = undefined;
    if ('error' in result) pending?.reject(result.error);
    else pending?.resolve(result.answer);
  }
}

function endOf(code: number | null, killedBy: NodeJS.Signals | null, said: string): Error {
  if (killedBy === 'SIGKILL') {
    return new FundusError('internal', "The network's process was killed", {
      hint: 'it may have needed more memory than there is',
    });
  }
  const lastLine = said.trimEnd().split('\n').at(-1) ?? '';
  const how = killedBy === null ? `with code ${code}` : `by ${killedBy}`;
  return new FundusError('internal', `The network's process ended ${how}${lastLine && `: ${lastLine}`}`);
}
