import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { shippedModelsFolder } from '../src/main/jobs/shipped-models.ts';
import { type ModelCard, modelCardSchema } from '../src/main/networks/card.ts';
import { createSession, type NetworkSession, type Values } from '../src/main/runtime/session.ts';
import { createRandom } from '../src/shared/random.ts';
import { type BenchOptions, type Figure, type Measurement, type NotRun, spreadOf } from './figure.ts';

const warmUps = 2;
const countedRuns = 21;
/** Threads of a session that has just run wait for more by spinning, and would take the other's processor. */
const pauseMs = 100;
const random = createRandom(1);

const values = (...dims: number[]): Values => ({
  data: Float32Array.from({ length: dims.reduce((a, b) => a * b) }, () => random.normal()),
  dims,
});

interface Stage {
  readonly kind: ModelCard['kind'];
  readonly name: string;
  readonly target: number;
  readonly width: number;
  readonly height: number;
  readonly feeds: (width: number, height: number) => Record<string, Values>;
}

const stages: readonly Stage[] = [
  {
    kind: 'segmenter',
    name: 'stage 1 int8 over fp32, whole image',
    target: 2.5,
    width: 1752,
    height: 1168,
    feeds: (width, height) => ({ image: values(1, 3, height, width) }),
  },
  {
    kind: 'synthesizer',
    name: 'stage 2 int8 over fp32',
    target: 3,
    width: 512,
    height: 512,
    feeds: (width, height) => ({
      mask: values(1, 1, height, width),
      fov: values(1, 1, height, width),
      noise: values(1, 1, height, width),
      diagnosis: { data: Float32Array.of(1, 0, 0), dims: [1, 3, 1, 1] },
      style: values(1, 8, 1, 1),
    }),
  },
];

/** The shipped int8 networks against the float32 ones that they were made of. */
export const int8: Figure = {
  name: 'int8',
  measure: async (options) => {
    const cards = readdirSync(shippedModelsFolder)
      .filter((file) => file.endsWith('.json'))
      .map((file) =>
        modelCardSchema.parse(JSON.parse(readFileSync(join(shippedModelsFolder, file), 'utf8'))),
      );
    const results: (Measurement | NotRun)[] = [];
    for (const stage of stages) {
      const card = cards.find(({ kind, quantization }) => kind === stage.kind && quantization);
      if (card) results.push(...(await compare(stage, card, options)));
      else results.push({ figure: stage.name, notRun: `resources/models holds no int8 ${stage.kind}` });
    }
    return results;
  },
};

async function compare(stage: Stage, card: ModelCard, { threads }: BenchOptions): Promise<Measurement[]> {
  const { source, bytes } = card.quantization!;
  const path = (name: string) => join(shippedModelsFolder, `${name}.onnx`);
  const sessions = await Promise.all(
    [source.name, card.name].map((name) => createSession(path(name), { threads })),
  );
  const [fp32, int8Times] = await interleaved(sessions, stage.feeds(stage.width, stage.height));
  for (const session of sessions) await session.release();
  const ratio = fp32!.median / int8Times!.median;
  const time = ({ median, q1, q3 }: typeof fp32 & {}) =>
    `${median.toFixed(1)} ms (${q1.toFixed(1)}-${q3.toFixed(1)})`;
  return [
    {
      figure: stage.name,
      value: `${ratio.toFixed(2)} times faster`,
      numbers: { ratio, fp32Ms: fp32!.median, int8Ms: int8Times!.median },
      target: `>= ${stage.target} times`,
      reached: ratio >= stage.target,
      conditions:
        `${card.name}, ${stage.width} x ${stage.height}, batch 1, ${threads} threads, ${countedRuns} runs in turns with pauses; ` +
        `medians and quartiles: fp32 ${time(fp32!)}, int8 ${time(int8Times!)}`,
    },
    {
      figure: `${stage.kind}: size of the int8 file`,
      value: (bytes.after / bytes.before).toFixed(3),
      numbers: bytes,
      target: '<= 0.3',
      reached: bytes.after <= 0.3 * bytes.before,
      conditions: `${card.name}: ${bytes.after} of ${bytes.before} bytes`,
    },
  ];
}

/** Quartiles of the milliseconds of each session's runs, the sessions taking turns. */
async function interleaved(sessions: readonly NetworkSession[], feeds: Record<string, Values>) {
  const times = sessions.map((): number[] => []);
  for (let round = 0; round < warmUps + countedRuns; round++) {
    for (const [index, session] of sessions.entries()) {
      await setTimeout(pauseMs);
      const start = performance.now();
      await session.run(feeds);
      if (round >= warmUps) times[index]!.push(performance.now() - start);
    }
  }
  return times.map(spreadOf);
}
