import { join } from 'node:path';
import type {
  Backend,
  BenchmarkReport,
  BenchmarkSeries,
  BenchmarkVariant,
  Precision,
} from '../../shared/api/benchmark.ts';
import { networkNames, variantName, workloadText } from '../../shared/benchmark-text.ts';
import { throwIfCancelled } from '../../shared/progress.ts';
import { roughSeconds, type Workload } from './plan.ts';
import { type Protocol, runInTurns, spreadOf } from './protocol.ts';
import { type InputFile, type Memory, Variant } from './variant.ts';

export type NotRun = BenchmarkReport['notRun'][number];

/** A network's file at one precision. */
export interface NetworkFile extends Pick<BenchmarkVariant, 'model' | 'accuracy'> {
  readonly file: string;
}

export interface VariantRequest extends NetworkFile {
  readonly backend: Backend;
  readonly precision: Precision;
}

export interface SeriesRequest {
  readonly workload: Workload;
  /** ONNX Runtime in fp32 first, which the outputs of the others are compared with. */
  readonly variants: readonly VariantRequest[];
  /** Whether the first is a variant, or only there for its outputs. */
  readonly isFirstTimed: boolean;
  readonly inputs: readonly InputFile[];
  readonly protocol: Protocol;
  /** A variant that would take longer is not run. */
  readonly mostSeconds: number;
  /** For files that are not needed any longer afterwards. */
  readonly folder: string;
}

interface OpenVariant {
  readonly request: VariantRequest;
  readonly variant: Variant;
  /** Bytes that it will take beyond what it has. */
  readonly growth: number;
}

export interface SeriesResult {
  /** Null when nothing of it could be run. */
  readonly series: BenchmarkSeries | null;
  readonly notRun: readonly NotRun[];
}

/** Times the variants of a workload in turns. @throws FundusError 'cancelled' */
export async function measureSeries(
  request: SeriesRequest,
  signal: AbortSignal,
  onRound: (done: number, total: number) => void,
): Promise<SeriesResult> {
  const name = workloadName(request.workload);
  const open: OpenVariant[] = [];
  const notRun: NotRun[] = [];
  try {
    for (const variant of request.variants) {
      const opened = await openWithin(variant, request, open, signal);
      if (typeof opened !== 'string') open.push(opened);
      // Without what the others are compared with there is no series.
      else if (open.length === 0) return { series: null, notRun: [{ what: name, why: opened }] };
      else notRun.push({ what: `${name}: ${variantName(variant)}`, why: opened });
    }
    const measured = await measure(open, request, signal, onRound);
    const variants: BenchmarkVariant[] = [];
    for (const one of measured) {
      if ('why' in one) notRun.push({ what: `${name}: ${variantName(one.request)}`, why: one.why });
      else variants.push(one);
    }
    return { series: variants.length > 0 ? { ...request.workload, variants } : null, notRun };
  } finally {
    await Promise.all(open.map(({ variant }) => variant.close()));
  }
}

interface Failure {
  readonly request: VariantRequest;
  readonly why: string;
}

async function measure(
  open: readonly OpenVariant[],
  { workload: { batch }, isFirstTimed, protocol, folder }: SeriesRequest,
  signal: AbortSignal,
  onRound: (done: number, total: number) => void,
): Promise<(BenchmarkVariant | Failure)[]> {
  const [reference] = open;
  const timed = isFirstTimed ? open : open.slice(1);
  const runners = timed.map(
    ({ variant }) =>
      () =>
        variant.ask('run', { atLeast: protocol.shortest }),
  );
  const times = await runInTurns(runners, protocol, signal, onRound);
  const outputs = join(folder, 'outputs.f32');
  try {
    if (!isFirstTimed) await reference!.variant.ask('run', { atLeast: 0 });
    await reference!.variant.ask('save', { file: outputs });
  } catch (thrown) {
    throwIfCancelled(signal);
    const why = `there is nothing to compare it with: ${messageOf(thrown)}`;
    return timed.map(({ request }) => ({ request, why }));
  }
  const results: (BenchmarkVariant | Failure)[] = [];
  for (const [index, { request, variant }] of timed.entries()) {
    try {
      const own = times[index]!;
      if (own instanceof Error) throw own;
      results.push(await describe(request, variant, { batch, times: own, outputs }));
    } catch (thrown) {
      throwIfCancelled(signal);
      results.push({ request, why: messageOf(thrown) });
    }
  }
  return results;
}

const messageOf = (thrown: unknown) => (thrown instanceof Error ? thrown.message : String(thrown));

const workloadName = (workload: Workload) => `${networkNames[workload.network]}, ${workloadText(workload)}`;

/** So many times as long as native libraries TensorFlow.js takes in plain JavaScript, roughly. */
const javaScriptFactor = 100;

/** Opens a variant and lets it run a single item, which tells what a batch will take. @returns why it is not run */
async function openWithin(
  request: VariantRequest,
  { workload, inputs, protocol, mostSeconds }: SeriesRequest,
  others: readonly OpenVariant[],
  signal: AbortSignal,
): Promise<OpenVariant | string> {
  const { backend, file } = request;
  const { batch, threads } = workload;
  const rounds = protocol.warmUps + protocol.runs;
  if (backend === 'tensorflow-js') {
    // A single item can take minutes.
    const excess = tooLong(javaScriptFactor * roughSeconds(workload) * rounds, mostSeconds);
    if (excess !== undefined) return excess;
  }
  let variant: Variant | undefined;
  let why: string;
  try {
    const opened = await Variant.open({ backend, file, threads, inputs }, signal);
    variant = opened.variant;
    await variant.ask('prepare', { batch: 1 });
    const first = await secondsOfItem(variant);
    // The first run allocates memory and wakes threads.
    const seconds = first * batch * rounds > mostSeconds ? await secondsOfItem(variant) : first;
    const growth = growthOf(opened.memory, await variant.ask('memory', null), batch);
    // One item on ONNX Runtime is what everything else is compared with.
    const isBrief = batch === 1 && backend === 'onnxruntime';
    const excess =
      (isBrief ? undefined : tooLong(seconds * batch * rounds, mostSeconds)) ?? tooLarge(growth, others);
    if (excess === undefined) {
      await variant.ask('prepare', { batch });
      return { request, variant, growth };
    }
    why = excess;
  } catch (thrown) {
    throwIfCancelled(signal);
    why = messageOf(thrown);
  }
  await variant?.close();
  return why;
}

const secondsOfItem = async (variant: Variant) => (await variant.ask('run', { atLeast: 0 })) / 1000;

/** What one item took for itself, a batch takes as many times. */
function growthOf(before: Memory, after: Memory, batch: number): number {
  const peak = before.present + batch * (after.peak - before.present);
  return Math.max(0, peak - after.present);
}

function tooLong(seconds: number, most: number): string | undefined {
  if (seconds <= most) return undefined;
  const time = seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} minutes`;
  return `it would take about ${time}; the preset allows ${most} s`;
}

/** Why there is no memory for a variant; a tenth of what is free is left to other programs. */
function tooLarge(growth: number, others: readonly OpenVariant[]): string | undefined {
  const free = 0.9 * process.availableMemory();
  const needed = others.reduce((sum, other) => sum + other.growth, growth);
  if (needed <= free) return undefined;
  const gigabytes = (bytes: number) => (bytes / 1e9).toFixed(1);
  const beside = others.length > 0 ? ' with the variants before it' : '';
  return `it would take about ${gigabytes(needed)} GB of memory${beside}, and ${gigabytes(free)} GB are free`;
}

async function describe(
  { backend, precision, model, accuracy }: VariantRequest,
  variant: Variant,
  {
    batch,
    times,
    outputs,
  }: { readonly batch: number; readonly times: readonly number[]; readonly outputs: string },
): Promise<BenchmarkVariant> {
  const latency = spreadOf(times);
  const { peak } = await variant.ask('memory', null);
  const difference = await variant.ask('compare', { file: outputs });
  const imagesPerSecond = (1000 * batch) / latency.median;
  return { backend, precision, model, latency, imagesPerSecond, peakMemory: peak, difference, accuracy };
}
