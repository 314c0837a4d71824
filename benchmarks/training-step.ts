import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { type Spread, spreadOf } from '../src/main/benchmark/protocol.ts';
import { input } from '../src/main/graph/operators.ts';
import { openGraph } from '../src/main/runtime/backends.ts';
import { segmenterStep } from '../src/main/training/segmenter/program.ts';
import { initialState, namedStates, takeUp } from '../src/main/training/states.ts';
import { stepSizes } from '../src/main/training/update.ts';
import { createRandom } from '../src/shared/random.ts';
import type { Figure, Measurement, NotRun } from './figure.ts';

const width = 16;
const batch = 4;
const crop = 256;
const warmUpRounds = 2;
const rounds = 12;
const stepsPerRound = 2;
const targetRatio = 0.8;
const targetMemory = 4e9;

const answerSchema = z.object({
  weights: z.number(),
  seconds: z.array(z.number().positive()),
  version: z.string().optional(),
  /** The largest resident set of the process, in bytes. */
  peakMemory: z.number().optional(),
});
type Answer = z.infer<typeof answerSchema>;

/** PyTorch's default memory layout, and the one that suits its CPU kernels. */
const layouts = ['contiguous', 'channels_last'] as const;

/** A training step of a U-Net, against the same in PyTorch where a Python that has it is found. */
export const trainingStep: Figure = {
  name: 'training-step',
  measure: async ({ threads, python }) => {
    const settings = [width, batch, crop, threads].map(String);
    const script = join(import.meta.dirname, 'pytorch_unet.py');
    const contestants = [
      new Contestant(process.execPath, [import.meta.filename, ...settings]),
      ...layouts.map((layout) => new Contestant(python, [script, ...settings, layout])),
    ];
    try {
      return report(await compete(contestants), threads, python);
    } finally {
      for (const contestant of contestants) contestant.end();
    }
  },
};

/** A process that does training steps when it is told how many, and then says how long each took. */
class Contestant {
  readonly #process: ChildProcessByStdio<Writable, Readable, null>;
  readonly #lines: AsyncIterator<string>;
  readonly #started: Promise<boolean>;

  constructor(command: string, args: readonly string[]) {
    this.#process = spawn(command, args, { stdio: ['pipe', 'pipe', 'ignore'] });
    this.#process.stdin.on('error', () => {});
    this.#started = once(this.#process, 'spawn').then(
      () => true,
      () => false,
    );
    this.#lines = createInterface(this.#process.stdout)[Symbol.asyncIterator]();
  }

  /** @returns undefined when the process does not run */
  async ask(steps: number): Promise<Answer | undefined> {
    if (!(await this.#started)) return undefined;
    this.#process.stdin.write(`${steps}\n`);
    const { value, done } = await this.#lines.next();
    return done ? undefined : answerSchema.parse(JSON.parse(value));
  }

  end(): void {
    this.#process.stdin.end();
  }
}

/**
 * In turns, so that whatever else the machine does befalls all.
 * @returns the answers of each contestant, none of one that does not run
 */
async function compete(contestants: readonly Contestant[]): Promise<Answer[][]> {
  const answers: Answer[][] = contestants.map(() => []);
  for (let round = -warmUpRounds; round < rounds; round++) {
    for (const [index, contestant] of contestants.entries()) {
      const answer = await contestant.ask(stepsPerRound);
      if (answer && round >= 0) answers[index]!.push(answer);
    }
  }
  return answers;
}

function report(
  [ours = [], ...theirs]: readonly Answer[][],
  threads: number,
  python: string,
): (Measurement | NotRun)[] {
  const last = ours.at(-1);
  if (!last) throw new Error('the training step does not run');
  const conditions = `U-Net of width ${width} (${last.weights} weights), batch ${batch} of ${crop} px, ${threads} threads, ${rounds * stepsPerRound} steps after ${warmUpRounds * stepsPerRound}`;
  const own = timesOf(ours);
  const peers = theirs.flatMap((answers, index) => {
    const peer = answers.at(-1);
    if (!peer) return [];
    if (peer.weights !== last.weights) throw new Error(`PyTorch's network has ${peer.weights} weights`);
    return [comparison(own, timesOf(answers), `PyTorch ${peer.version}, ${layouts[index]}`, conditions)];
  });
  const notRun = `"${python}" has no PyTorch: --python PATH names one that has; ours alone: ${text(own)}; ${conditions}`;
  return [
    ...(peers.length > 0 ? peers : [{ figure: 'U-Net training step against PyTorch', notRun }]),
    memoryOf(last.peakMemory ?? Number.NaN, conditions),
  ];
}

function comparison(own: Spread, other: Spread, peer: string, conditions: string): Measurement {
  const ratio = other.median / own.median;
  return {
    figure: `U-Net training step against ${peer}`,
    value: `${ratio.toFixed(2)} times its speed`,
    numbers: { ratio, ours: own.median, pytorch: other.median },
    target: `>= ${targetRatio} times`,
    reached: ratio >= targetRatio,
    conditions: `ours ${text(own)}, PyTorch ${text(other)}; ${conditions} each, in turns`,
  };
}

const timesOf = (answers: readonly Answer[]) => spreadOf(answers.flatMap(({ seconds }) => seconds));

const text = ({ median, q1, q3 }: Spread) =>
  `${median.toFixed(3)} s (quartiles ${q1.toFixed(3)}-${q3.toFixed(3)})`;

function memoryOf(peak: number, conditions: string): Measurement {
  return {
    figure: 'peak memory of U-Net training steps',
    value: `${(peak / 1e9).toFixed(2)} GB`,
    numbers: { bytes: peak },
    target: `< ${targetMemory / 1e9} GB`,
    reached: peak < targetMemory,
    conditions: `largest resident set, without photographs; ${conditions}`,
  };
}

/** The process of our side: the step on crops that are given to it, as the other side's are. */
async function serve(width: number, batch: number, crop: number, threads: number): Promise<void> {
  const crops = (name: string, channels: number) => input(name, [batch, channels, crop, crop]);
  const tensors = { image: crops('image', 3), vessel: crops('vessel', 1), fov: crops('fov', 1) };
  const { group, outputs, optimiser } = segmenterStep({ width, levels: 4 }, tensors);
  const session = await openGraph(outputs, { threads });
  const states = { segmenter: initialState(group, createRandom(1)) };
  const random = createRandom(2);
  const values = (channels: number, value: () => number) => ({
    data: Float32Array.from({ length: batch * channels * crop * crop }, value),
    dims: [batch, channels, crop, crop],
  });
  const feeds = {
    image: values(3, random.normal),
    vessel: values(1, () => (random.uniform() > 0.9 ? 1 : 0)),
    fov: values(1, () => 1),
  };
  let done = 0;
  for await (const line of createInterface(process.stdin)) {
    const seconds: number[] = [];
    for (let i = 0; i < Number(line); i++) {
      const start = performance.now();
      const sizes = stepSizes([optimiser], ++done, 1e-3);
      takeUp(states, await session.run({ ...feeds, ...namedStates(states), ...sizes }));
      seconds.push((performance.now() - start) / 1000);
    }
    const peakMemory = process.resourceUsage().maxRSS * 1024;
    console.log(JSON.stringify({ weights: group.weights.length, seconds, peakMemory }));
  }
}

if (import.meta.main) {
  const [width = 0, batch = 0, crop = 0, threads = 0] = process.argv.slice(2).map(Number);
  await serve(width, batch, crop, threads);
}
