import { benchmarkShipped } from '../src/main/jobs/benchmark/benchmark.ts';
import { listShippedModels } from '../src/main/models/shipped.ts';
import type { Quantization } from '../src/main/networks/card.ts';
import type { BenchmarkReport } from '../src/shared/api/benchmark.ts';
import { type Headline, headlines } from '../src/shared/benchmark-figures.ts';
import { workloadText } from '../src/shared/benchmark-text.ts';
import { type Figure, type Measurement, type NotRun, quiet } from './figure.ts';

interface Stage {
  readonly network: 'segmenter' | 'synthesizer';
  readonly figure: string;
  readonly target: number;
  /** The most that int8 may be worse by in each score. */
  readonly limits: Readonly<Record<string, number>>;
}

const stages: readonly Stage[] = [
  {
    network: 'segmenter',
    figure: 'stage 1 int8 over fp32, whole image',
    target: 2.5,
    limits: { F1: 0.005 },
  },
  {
    network: 'synthesizer',
    figure: 'stage 2 int8 over fp32',
    target: 3,
    limits: { consistency: 0.01, 'pixel difference': 2 },
  },
];

/** The shipped int8 networks against the float32 ones that they were made of, by `fundus benchmark`. */
export const int8: Figure = {
  name: 'int8',
  measure: async ({ threads }) => {
    const report = await benchmarkShipped(
      {
        preset: 'quick',
        networks: stages.map(({ network }) => network),
        backends: ['onnxruntime'],
        ...{ threads: [threads], patchBatches: [], imageBatches: [1] },
      },
      quiet,
    );
    const gains = headlines(report);
    const speeds = stages.map((stage): Measurement | NotRun => {
      const gain = gains.find(({ network }) => network === stage.network);
      if (gain) return speed(stage, gain, report);
      return { figure: stage.figure, notRun: report.notRun.map(({ why }) => why).join('; ') };
    });
    return [...speeds, ...(await sizes())];
  },
};

function speed(
  { figure, target, limits }: Stage,
  { speed: ratio, fp32, int8: own, series }: Headline,
  { protocol, accuracyOn }: BenchmarkReport,
): Measurement {
  const losses = Object.entries(limits).map(([name, most]) => ({
    name,
    most,
    loss: lossOf(name, fp32, own),
  }));
  const time = ({ latency: { median, q1, q3 } }: Headline['fp32']) =>
    `${median.toFixed(1)} ms (${q1.toFixed(1)}-${q3.toFixed(1)})`;
  const lost = losses.map(({ name, loss }) => `${name} worse by ${loss.toFixed(4)}`).join(', ');
  return {
    figure,
    value: `${ratio.toFixed(2)} times faster; ${lost}`,
    numbers: {
      ...{ ratio, fp32Ms: fp32.latency.median, int8Ms: own.latency.median },
      ...Object.fromEntries(losses.map(({ name, loss }) => [name, loss])),
    },
    target: `>= ${target} times, ${losses.map(({ name, most }) => `${name} worse by at most ${most}`).join(', ')}`,
    reached: ratio >= target && losses.every(({ loss, most }) => loss <= most),
    conditions:
      `${own.model?.name}, ${workloadText(series)}, ${protocol.runs} runs in turns with pauses of ${protocol.pause} ms; ` +
      `medians and quartiles: fp32 ${time(fp32)}, int8 ${time(own)}; accuracy on ${accuracyOn}`,
  };
}

/** How much worse int8 is; of a difference more is worse. */
function lossOf(name: string, fp32: Headline['fp32'], own: Headline['int8']): number {
  const gain = (own.accuracy?.[name] ?? Number.NaN) - (fp32.accuracy?.[name] ?? Number.NaN);
  return name === 'pixel difference' ? gain : -gain;
}

/** The sizes of every int8 network that ships. */
async function sizes(): Promise<Measurement[]> {
  const cards = (await listShippedModels()).map(({ card }) => card);
  return cards.flatMap(({ name, quantization }) => {
    if (!quantization) return [];
    const original = cards.find((card) => card.name === quantization.source.name)?.source?.float32;
    return [size(name, quantization, original?.bytes ?? quantization.bytes.before)];
  });
}

/** @param float32 bytes of the network with its filters in float32 */
function size(name: string, { bytes, source }: Quantization, float32: number): Measurement {
  return {
    figure: `${name}: size of the int8 file`,
    value: (bytes.after / float32).toFixed(3),
    numbers: { ...bytes, float32 },
    target: '<= 0.3',
    reached: bytes.after <= 0.3 * float32,
    conditions: `${bytes.after} bytes; ${source.name} has ${float32} in float32, as it ships ${bytes.before}`,
  };
}
