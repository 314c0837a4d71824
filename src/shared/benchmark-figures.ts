import type {
  Backend,
  BenchmarkNetwork,
  BenchmarkReport,
  BenchmarkSeries,
  BenchmarkVariant,
  Precision,
} from './api/benchmark.ts';

export interface VariantKind {
  readonly backend: Backend;
  readonly precision: Precision;
}

/** What the others are compared with: the same network in fp32 on ONNX Runtime. */
export const baseline: VariantKind = { backend: 'onnxruntime', precision: 'fp32' };

export const isBaseline = ({ backend, precision }: VariantKind) =>
  backend === baseline.backend && precision === baseline.precision;

export const findVariant = ({ variants }: BenchmarkSeries, { backend, precision }: VariantKind) =>
  variants.find((variant) => variant.backend === backend && variant.precision === precision);

/** The baseline's median over the variant's: 2 is twice as fast. Null where the series has no baseline. */
export function speedOf(series: BenchmarkSeries, variant: BenchmarkVariant): number | null {
  const reference = findVariant(series, baseline);
  return reference ? reference.latency.median / variant.latency.median : null;
}

/** One variant with what it was timed with. */
export interface BenchmarkRow extends BenchmarkVariant, Omit<BenchmarkSeries, 'variants'> {
  /** As speedOf. */
  readonly speed: number | null;
}

/** All variants of a report, in its order. */
export function benchmarkRows({ series }: Pick<BenchmarkReport, 'series'>): BenchmarkRow[] {
  return series.flatMap((one) => {
    const { variants, ...workload } = one;
    return variants.map((variant) => ({ ...workload, ...variant, speed: speedOf(one, variant) }));
  });
}

/** Names of the accuracies that a report has, each once. */
export function accuracyNames(rows: readonly Pick<BenchmarkVariant, 'accuracy'>[]): string[] {
  return [...new Set(rows.flatMap(({ accuracy }) => Object.keys(accuracy ?? {})))];
}

/** How much faster int8 is, for one network. */
export interface Headline {
  readonly network: BenchmarkNetwork;
  /** What the figure was measured with: whole images rather than patches, the smallest batch, the most threads. */
  readonly series: BenchmarkSeries;
  /** Median of fp32 over median of int8, both on ONNX Runtime. */
  readonly speed: number;
  /** The same figure over all workloads of the network. */
  readonly lowest: number;
  readonly highest: number;
  readonly workloads: number;
  readonly fp32: BenchmarkVariant;
  readonly int8: BenchmarkVariant;
}

/** One for each network that was timed in both precisions, in the report's order. */
export function headlines({ series }: Pick<BenchmarkReport, 'series'>): Headline[] {
  const timed = series.flatMap(timedInBoth);
  return [...new Set(timed.map(({ series: { network } }) => network))].map((network) => {
    const all = timed.filter((one) => one.series.network === network);
    const speeds = all.map(({ speed }) => speed);
    return {
      network,
      ...all.toSorted((a, b) => byWeight(a.series, b.series))[0]!,
      lowest: Math.min(...speeds),
      highest: Math.max(...speeds),
      workloads: all.length,
    };
  });
}

function timedInBoth(series: BenchmarkSeries): Pick<Headline, 'series' | 'speed' | 'fp32' | 'int8'>[] {
  const fp32 = findVariant(series, baseline);
  const int8 = findVariant(series, { backend: baseline.backend, precision: 'int8' });
  return fp32 && int8 ? [{ series, speed: fp32.latency.median / int8.latency.median, fp32, int8 }] : [];
}

function byWeight(a: BenchmarkSeries, b: BenchmarkSeries): number {
  const isImage = ({ shape }: BenchmarkSeries) => Number(shape === 'image');
  return isImage(b) - isImage(a) || a.batch - b.batch || b.threads - a.threads;
}
