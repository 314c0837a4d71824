import { access, readFile, writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { InvalidArgumentError, Option } from '@commander-js/extra-typings';
import {
  type BenchmarkOptions,
  type BenchmarkReport,
  backends,
  benchmarkNetworks,
  benchmarkPresets,
  parseBenchmarkText,
} from '../../shared/api/benchmark.ts';
import { type Comparison, compareMachines, compareReports } from '../../shared/benchmark-comparison.ts';
import {
  accuracyNames,
  type BenchmarkRow,
  benchmarkRows,
  headlines,
} from '../../shared/benchmark-figures.ts';
import {
  benchmarkCsv,
  benchmarkMarkdown,
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
import { FundusError } from '../../shared/errors.ts';
import type { JobContext } from '../../shared/progress.ts';
import { integer, jsonOption, leafCommand, verboseOption } from './terminal/command.ts';
import { type CommandResult, execute, withProject, withProjectJob } from './terminal/execute.ts';
import { type Column, properties, sections, table } from './terminal/format.ts';

export function benchmarkCommand() {
  const measuring = ['preset', 'networks', 'backends', 'threads', 'patchBatches', 'imageBatches', 'runs'];
  return leafCommand('benchmark', 'Time networks on this processor, in fp32 and int8', [
    'benchmark',
    'benchmark eyes --preset full --output eyes.json',
    'benchmark --networks kit-segmenter,kit-synthesizer --backends onnxruntime,tensorflow-onednn',
    'benchmark --networks segmenter --threads 1,2,4 --image-batches 1 --patch-batches 64',
    'benchmark --import laptop.json --compare workstation.json',
  ])
    .argument(
      '[project]',
      'folder of the project whose networks are timed, and which keeps the report (default: the networks that come along)',
    )
    .addOption(
      new Option(
        '--preset <preset>',
        'quick: some minutes; full: batches of 1 to 256, threads of 1 to all, hours',
      )
        .choices(benchmarkPresets)
        .default('quick' as const),
    )
    .option(
      '--networks <names>',
      `of ${benchmarkNetworks.join(', ')} (default: all)`,
      choices(benchmarkNetworks),
    )
    .option('--backends <names>', `of ${backends.join(', ')} (default: the preset's)`, choices(backends))
    .option('--threads <numbers>', 'numbers of processor threads, such as 1,2,4', integers(1, 1024))
    .option(
      '--patch-batches <numbers>',
      'batches of patches, such as 1,16,256, or none',
      integersOrNone(1024),
    )
    .option('--image-batches <numbers>', 'batches of whole images, such as 1,4, or none', integersOrNone(64))
    .option('--runs <n>', 'counted runs of each variant, at least 20', integer(20, 1000))
    .option('--segmenter <name>', 'float32 segmenter of the project (default: the one in use)')
    .option('--synthesizer <name>', 'float32 synthesizer of the project (default: the one in use)')
    .addOption(
      new Option('--import <file>', "take another machine's report (JSON) instead of timing").conflicts(
        measuring,
      ),
    )
    .option('--compare <file>', 'compare with the report in this file (JSON)')
    .addOption(
      new Option('--output <file>', 'write the report too, as .json, .md or .csv').helpGroup('Output:'),
    )
    .addOption(
      new Option('--markdown', 'print the report as Markdown')
        .helpGroup('Output:')
        .conflicts(['csv', 'json']),
    )
    .addOption(new Option('--csv', 'print the variants as CSV').helpGroup('Output:').conflicts('json'))
    .addOption(jsonOption)
    .addOption(verboseOption)
    .action((dir, { json, verbose, import: imported, compare, output, markdown, csv, ...options }) =>
      execute({ json, verbose }, async (context) => {
        // Before minutes of timing.
        const other = compare === undefined ? undefined : await readReport(compare);
        const write = output === undefined ? undefined : await reportWriter(output);
        const report =
          imported === undefined ? await measure(dir, options, context) : await take(dir, imported);
        await write?.(report);
        if (csv) return { document: report, text: benchmarkCsv(report).trimEnd() };
        return resultOf(
          report,
          other,
          markdown ? benchmarkMarkdown(report).trimEnd() : benchmarkText(report),
        );
      }),
    );
}

function resultOf(report: BenchmarkReport, other: BenchmarkReport | undefined, text: string): CommandResult {
  if (!other) return { document: report, text };
  const comparison = compareReports(report, other);
  return {
    document: { report, other, comparison },
    text: sections(text, comparisonText(report, other, comparison)),
  };
}

async function measure(
  dir: string | undefined,
  options: BenchmarkOptions,
  context: JobContext,
): Promise<BenchmarkReport> {
  const { benchmarkProject, benchmarkResult, benchmarkShipped } = await import(
    '../jobs/benchmark/benchmark.ts'
  );
  if (dir === undefined) return benchmarkShipped(options, context);
  const job = { kind: 'benchmark', options, keep: benchmarkResult } as const;
  return withProjectJob(dir, job, context, (project, ctx) => benchmarkProject(project, options, ctx));
}

async function take(dir: string | undefined, file: string): Promise<BenchmarkReport> {
  const report = await readReport(file);
  if (dir !== undefined) {
    const { addBenchmark } = await import('../store/benchmarks.ts');
    await withProject(dir, (project) => addBenchmark(project, report, { isImported: true }));
  }
  return report;
}

async function readReport(file: string): Promise<BenchmarkReport> {
  return parseBenchmarkText(await readText(file), file);
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const isMissing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT';
    if (isMissing) throw new FundusError('not-found', 'There is no such file', { file, cause });
    throw cause;
  }
}

const writers: Readonly<Record<string, (report: BenchmarkReport) => string>> = {
  '.json': (report) => `${JSON.stringify(report, null, 2)}\n`,
  '.md': benchmarkMarkdown,
  '.csv': benchmarkCsv,
};

/** @throws FundusError 'usage' for another extension, 'output-exists' */
async function reportWriter(file: string): Promise<(report: BenchmarkReport) => Promise<void>> {
  const format = writers[extname(file).toLowerCase()];
  if (!format) {
    throw new FundusError('usage', `Expected a file that ends with ${Object.keys(writers).join(', ')}`, {
      file,
    });
  }
  const exists = await access(file).then(
    () => true,
    () => false,
  );
  if (exists)
    throw new FundusError('output-exists', 'The file exists already', { file, hint: 'choose another name' });
  return (report) => writeFile(file, format(report), { flag: 'wx' });
}

/** Parses words between commas. */
function choices<const T extends string>(allowed: readonly T[]): (text: string) => T[] {
  return (text) =>
    text.split(',').map((word) => {
      const choice = allowed.find((one) => one === word.trim());
      if (choice !== undefined) return choice;
      throw new InvalidArgumentError(`Expected some of ${allowed.join(', ')}, separated by commas.`);
    });
}

/** Parses whole numbers between commas, or the word none. */
function integersOrNone(max: number): (text: string) => number[] {
  const parse = integers(1, max);
  return (text) => (text.trim() === 'none' ? [] : parse(text));
}

/** Parses whole numbers between commas. */
function integers(min: number, max: number): (text: string) => number[] {
  const parse = integer(min, max);
  return (text) => text.split(',').map((part) => parse(part.trim()));
}

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
