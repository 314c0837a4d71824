import type { Backend, BenchmarkNetwork, BenchmarkReport, MachineDescription } from './api/benchmark.ts';
import {
  accuracyNames,
  type BenchmarkRow,
  benchmarkRows,
  type Headline,
  headlines,
  type VariantKind,
} from './benchmark-figures.ts';
import { toCsv } from './quoting.ts';

export const networkNames: Record<BenchmarkNetwork, string> = {
  segmenter: 'Stage 1: segmenter',
  synthesizer: 'Stage 2: synthesizer',
  'kit-segmenter': 'Reference kit: segmenter',
  'kit-synthesizer': 'Reference kit: pix2pix',
};

export const backendNames: Record<Backend, string> = {
  onnxruntime: 'ONNX Runtime',
  'tensorflow-onednn': 'TensorFlow with oneDNN',
  tensorflow: 'TensorFlow',
  'tensorflow-js': 'TensorFlow.js',
};

/** "ONNX Runtime int8" */
export const variantName = ({ backend, precision }: VariantKind) => `${backendNames[backend]} ${precision}`;

const figures = new Intl.NumberFormat('en-GB', {
  minimumSignificantDigits: 3,
  maximumSignificantDigits: 3,
  maximumFractionDigits: 0,
  roundingPriority: 'morePrecision',
});
const scores = new Intl.NumberFormat('en-GB', { minimumSignificantDigits: 4, maximumSignificantDigits: 4 });

/** Three digits, or all those before the point: "0.812", "81.2", "8,123". */
export const formatFigure = (value: number) => figures.format(value);

/** "2.93×", "0.80×", "0.012×" */
export const formatRatio = (ratio: number) =>
  `${ratio < 0.1 ? Number(ratio.toPrecision(2)) : ratio.toFixed(2)}×`;

/** "0.8123" */
export const formatScore = (score: number) => scores.format(score);

/** "0", "0.0012", "3.1e-7" */
export function formatDifference(difference: number): string {
  if (difference === 0) return '0';
  return difference < 0.001 ? difference.toExponential(1) : String(Number(difference.toPrecision(2)));
}

/** "whole image of 1752 × 1168" */
export const inputText = ({ shape, width, height }: Pick<BenchmarkRow, 'shape' | 'width' | 'height'>) =>
  `${shape === 'image' ? 'whole image of ' : ''}${width} × ${height}`;

export const threadsText = (threads: number) => `${threads} ${threads === 1 ? 'thread' : 'threads'}`;

/** "whole image of 1752 × 1168, batch 1, 2 threads" */
export const workloadText = (
  workload: Pick<BenchmarkRow, 'shape' | 'width' | 'height' | 'batch' | 'threads'>,
) => `${inputText(workload)}, batch ${workload.batch}, ${threadsText(workload.threads)}`;

const setNames: Readonly<Record<string, string>> = {
  avx: 'AVX',
  avx2: 'AVX2',
  fma: 'FMA',
  avx512f: 'AVX-512',
  avx512_vnni: 'AVX-512 VNNI',
  avx_vnni: 'AVX-VNNI',
  amx_tile: 'AMX',
  amx_int8: 'AMX int8',
  amx_bf16: 'AMX bf16',
  neon: 'Neon',
};
const instructionSet = (name: string) => setNames[name] ?? name.toUpperCase().replaceAll('_', ' ');

/** What distinguishes a machine, by name: processor, cores, memory, versions, ... */
export function machineFacts(machine: MachineDescription): [name: string, value: string][] {
  return [
    ['Processor', machine.cpu],
    ['Cores', String(machine.cores)],
    ['Instruction sets', machine.instructionSets.map(instructionSet).join(', ') || 'unknown'],
    ['Memory', `${formatFigure(machine.memoryBytes / 1e9)} GB`],
    ['System', machine.system],
    ...Object.entries(machine.versions),
  ];
}

/** How the times were taken, as a sentence. */
export function protocolText({ protocol: { warmUps, runs, pause, shortest } }: BenchmarkReport): string {
  const rest = pause > 0 ? `, with ${formatFigure(pause)} ms of rest before each run` : '';
  const repeated =
    shortest > 0
      ? ` A batch that takes less than ${formatFigure(shortest)} ms is repeated so long, and its mean counts.`
      : '';
  return `${warmUps} warm-up runs that are not counted, then ${runs} runs of every variant, the variants in turns${rest}. Times are medians; ratios are ratios of medians.${repeated}`;
}

/** "2.93× as fast in int8 as in fp32: whole image of 1752 × 1168, batch 1, 2 threads" */
export const headlineText = ({ network, speed, series }: Headline) =>
  `${networkNames[network]}: ${formatRatio(speed)} as fast in int8 as in fp32 (${workloadText(series)})`;

const csvTitles = [
  ...['machine', 'date', 'network', 'shape', 'width', 'height', 'batch', 'threads', 'backend', 'precision'],
  ...['model', 'sha256', 'median_ms', 'q1_ms', 'q3_ms', 'images_per_second', 'speed_to_fp32'],
  ...['peak_memory_bytes', 'difference'],
];

/** A row a variant, with the figures as they were measured; several reports can be put below each other. */
export function benchmarkCsv(report: BenchmarkReport): string {
  const rows = benchmarkRows(report);
  const names = accuracyNames(rows);
  return toCsv(
    [...csvTitles, ...names],
    rows.map((row) => [
      ...[report.machine.cpu, report.createdAt, row.network, row.shape, row.width, row.height, row.batch],
      ...[row.threads, row.backend, row.precision, row.model?.name ?? null, row.model?.sha256 ?? null],
      ...[row.latency.median, row.latency.q1, row.latency.q3, row.imagesPerSecond, row.speed],
      ...[row.peakMemory, row.difference],
      ...names.map((name) => row.accuracy?.[name] ?? null),
    ]),
  );
}

/** The report for people: machine, protocol, what int8 gains, a table of all variants, what was not run. */
export function benchmarkMarkdown(report: BenchmarkReport): string {
  const facts = machineFacts(report.machine).map(([name, value]) => `- ${name}: ${value}`);
  const gains = headlines(report).map((headline) => `- ${headlineText(headline)}`);
  const notRun = report.notRun.map(({ what, why }) => `- ${what}: ${why}`);
  const sections = [
    [`# Benchmark of ${report.createdAt.slice(0, 10)}`],
    [`Fundus Studio ${report.softwareVersion}. ${protocolText(report)}`],
    ...(report.accuracyOn === null ? [] : [[`Accuracy: ${report.accuracyOn}`]]),
    ['## Machine'],
    facts,
    ...(gains.length > 0 ? [['## int8 over fp32'], gains] : []),
    ['## Variants'],
    markdownTable(benchmarkRows(report)),
    ...(notRun.length > 0 ? [['## Not run'], notRun] : []),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

function markdownTable(rows: readonly BenchmarkRow[]): string[] {
  const names = accuracyNames(rows);
  const titles = [
    ...['network', 'input', 'batch', 'threads', 'variant', 'median, ms', 'quartiles, ms', 'images/s'],
    ...['speed to fp32', 'peak memory, MB', 'difference', ...names],
  ];
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line(titles),
    line(titles.map((_, index) => (index === 0 || index === 1 || index === 4 ? '---' : '---:'))),
    ...rows.map((row) =>
      line([
        ...[networkNames[row.network], inputText(row), String(row.batch), String(row.threads)],
        ...[variantName(row), formatFigure(row.latency.median)],
        `${formatFigure(row.latency.q1)} to ${formatFigure(row.latency.q3)}`,
        ...[formatFigure(row.imagesPerSecond), row.speed === null ? '' : formatRatio(row.speed)],
        row.peakMemory === null ? '' : formatFigure(row.peakMemory / 1e6),
        formatDifference(row.difference),
        ...names.map((name) => optionalScore(row.accuracy?.[name])),
      ]),
    ),
  ];
}

const optionalScore = (score: number | undefined) => (score === undefined ? '' : formatScore(score));
