import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type KitNetwork, type KitNetworkName, kitNetwork } from '../src/main/benchmark/kit-networks.ts';
import { restAndWarmUps, runInTurns, type Spread, spreadOf } from '../src/main/benchmark/protocol.ts';
import { type InputFile, Variant } from '../src/main/benchmark/variant.ts';
import { sampleFolder } from '../src/main/dataset/import/import.ts';
import type { BenchOptions, Figure, Measurement } from './figure.ts';

const countedRuns = 21;
const { signal } = new AbortController();

interface Kit {
  readonly name: KitNetworkName;
  readonly batches: readonly number[];
  /** How many times faster int8 must be: for the segmenter what the kit's own int8 brings at best. */
  readonly target: number;
  readonly pictures: string;
  /** Whether it has transposed convolutions, which are rewritten. */
  readonly isRewritten: boolean;
}

const kits: readonly Kit[] = [
  {
    name: 'kit-segmenter',
    batches: [1, 8, 32],
    target: 1.13,
    pictures: '48-pixel patches',
    isRewritten: false,
  },
  {
    name: 'kit-synthesizer',
    batches: [1, 4],
    target: 1.5,
    pictures: 'masks of 512 x 512',
    isRewritten: true,
  },
];

/** The reference kit's two networks: int8, and the rewriting of transposed convolutions alone, over float32. */
export const kit: Figure = {
  name: 'kit',
  measure: async ({ threads }) => {
    const results: Measurement[] = [];
    for (const one of kits) {
      const folder = await mkdtemp(join(tmpdir(), 'fundus-kit-'));
      try {
        results.push(...(await measureKit(one, threads, folder)));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    }
    return results;
  },
};

type Threads = BenchOptions['threads'];

async function measureKit(one: Kit, threads: Threads, folder: string): Promise<Measurement[]> {
  const network = await kitNetwork(one.name, { pictures: sampleFolder, signal, session: { threads } });
  const variants = await openVariants(one, network, threads, folder);
  const results = [sizes(one, network)];
  try {
    for (const batch of one.batches) {
      for (const variant of variants) await variant.ask('prepare', { batch });
      const times = await runInTurns(
        variants.map((variant) => () => variant.ask('run', { atLeast: restAndWarmUps.shortest })),
        { ...restAndWarmUps, runs: countedRuns },
        signal,
      );
      results.push(measurement(one, batch, threads, times.map(spreadOrThrow)));
    }
  } finally {
    for (const variant of variants) await variant.close();
  }
  return results;
}

/** Float32, int8 and, where there is one, rewritten float32, each in a process of its own. */
async function openVariants(
  { name, batches, isRewritten }: Kit,
  { fp32, int8, subPixel, input, feeds }: KitNetwork,
  threads: Threads,
  folder: string,
): Promise<Variant[]> {
  const file = join(folder, 'input');
  await writeFile(file, feeds(Math.max(...batches))[input.name]!.data);
  const inputs: InputFile[] = [{ name: input.name, dims: input.shape, file }];
  const variants: Variant[] = [];
  for (const onnx of [fp32, int8, ...(isRewritten ? [subPixel()] : [])]) {
    const network = join(folder, `${name}-${variants.length}.onnx`);
    await writeFile(network, onnx);
    const opened = await Variant.open({ backend: 'onnxruntime', file: network, threads, inputs }, signal);
    variants.push(opened.variant);
  }
  return variants;
}

function spreadOrThrow(times: number[] | Error): Spread {
  if (times instanceof Error) throw times;
  return spreadOf(times);
}

const timeText = ({ median, q1, q3 }: Spread) =>
  `${median.toFixed(1)} ms (${q1.toFixed(1)}-${q3.toFixed(1)})`;

function measurement(
  { name, target, pictures }: Kit,
  batch: number,
  threads: Threads,
  spreads: readonly Spread[],
): Measurement {
  const [fp32, int8, rewritten] = spreads as [Spread, Spread, Spread | undefined];
  const ratio = fp32.median / int8.median;
  return {
    figure: `${name} int8 over fp32, batch ${batch}`,
    value: `${ratio.toFixed(2)} times faster`,
    numbers: {
      ratio,
      fp32Ms: fp32.median,
      int8Ms: int8.median,
      ...(rewritten ? { rewrittenMs: rewritten.median } : {}),
    },
    target: `> ${target} times`,
    reached: ratio > target,
    conditions:
      `${pictures}, ${threads} threads, ${countedRuns} runs in turns with pauses, each variant a process; medians and ` +
      `quartiles: fp32 ${timeText(fp32)}, int8 ${timeText(int8)}` +
      (rewritten ? `, fp32 without transposed convolutions ${timeText(rewritten)}` : ''),
  };
}

function sizes({ name }: Kit, { fp32, int8 }: KitNetwork): Measurement {
  const ratio = int8.length / fp32.length;
  return {
    figure: `${name}: size of the int8 file`,
    value: ratio.toFixed(3),
    numbers: { before: fp32.length, after: int8.length },
    target: '<= 0.3',
    reached: ratio <= 0.3,
    conditions: `${int8.length} of ${fp32.length} bytes`,
  };
}
