import type { BenchmarkReport } from '../../shared/api/benchmark.ts';
import { type Comparison, compareMachines } from '../../shared/benchmark-comparison.ts';
import {
  accuracyNames,
  type BenchmarkRow,
  benchmarkRows,
  headlines,
} from '../../shared/benchmark-figures.ts';
import {
  formatDifference,
  formatFigure,
  formatRatio,
  formatScore,
  headlineText,
  inputText,
  machineFacts,
  networkNames,
  protocolText,
  variantName,
  workloadText,
} from '../../shared/benchmark-text.ts';
import { type Column, properties, sections, table } from './terminal/table.ts';

/** The tables of a benchmark: the machine, each network's times on each input, and what was not run. */
export function benchmarkText(report: BenchmarkReport): string {
  const groups = Map.groupBy(benchmarkRows(report), titleOf);
  return sections(
    properties(machineFacts(report.machine)),
    ...[...groups].map(([title, rows]) => `${title}\n${variantTable(rows)}`),
    headlines(report).map(headlineText).join('\n'),
    notRunText(report),
    `${protocolText(report)}${report.accuracyOn === null ? '' : ` Accuracy on ${report.accuracyOn}.`}`,
  );
}

const titleOf = (row: BenchmarkRow) => `${networkNames[row.network]}, ${inputText(row)}`;

const right = (title: string): Column => ({ title, align: 'right' });

function variantTable(rows: readonly BenchmarkRow[]): string {
  const names = accuracyNames(rows);
  return table(
    [
      ...[right('batch'), right('threads'), { title: 'variant' }, right('median ms'), right('quartiles')],
      ...[right('images/s'), right('to fp32'), right('memory MB'), right('difference'), ...names.map(right)],
    ],
    rows.map((row) => [
      ...[String(row.batch), String(row.threads), variantName(row), formatFigure(row.latency.median)],
      `${formatFigure(row.latency.q1)}–${formatFigure(row.latency.q3)}`,
      ...[formatFigure(row.imagesPerSecond), row.speed === null ? '–' : formatRatio(row.speed)],
      row.peakMemory === null ? '–' : formatFigure(row.peakMemory / 1e6),
      formatDifference(row.difference),
      ...names.map((name) => scoreText(row.accuracy?.[name])),
    ]),
  );
}

const scoreText = (score: number | undefined) => (score === undefined ? '–' : formatScore(score));

/** Not run for the same reason in one paragraph. */
function notRunText({ notRun }: BenchmarkReport): string {
  const groups = Map.groupBy(notRun, ({ why }) => why);
  return [...groups]
    .map(([why, all]) => `Not run: ${all.map(({ what }) => what).join('; ')}: ${why}`)
    .join('\n');
}

/** How another report's times compare, and what differs between the machines. */
export function comparisonText(
  first: BenchmarkReport,
  second: BenchmarkReport,
  { pairs, onlyFirst, onlySecond }: Comparison,
): string {
  const differing = compareMachines(first.machine, second.machine).filter(({ differs }) => differs);
  const facts = differing.map(
    (fact) => [fact.name, `${fact.first ?? '–'} here, ${fact.second ?? '–'} there`] as const,
  );
  return sections(
    `Compared with the benchmark of ${second.createdAt.slice(0, 10)} on ${second.machine.cpu}`,
    differing.length > 0 ? properties(facts) : 'The machines and versions are the same.',
    pairs.length > 0 ? pairTable(pairs) : '',
    `${pairs.length} variants are in both, ${onlyFirst} only here, ${onlySecond} only there.`,
  );
}

function pairTable(pairs: Comparison['pairs']): string {
  return table(
    [
      ...[{ title: 'workload' }, { title: 'variant' }, right('ms here'), right('ms there')],
      ...[right('there over here'), { title: 'weights' }],
    ],
    pairs.map(({ first, second, ratio, isSameModel }) => [
      ...[`${networkNames[first.network]}, ${workloadText(first)}`, variantName(first)],
      ...[formatFigure(first.latency.median), formatFigure(second.latency.median), formatRatio(1 / ratio)],
      isSameModel ? 'the same' : 'others',
    ]),
  );
}
