import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { listBenchmarks } from '../../src/main/store/benchmarks.ts';
import { openProject } from '../../src/main/store/project.ts';
import { benchmarkReportSchema } from '../../src/shared/api/benchmark.ts';
import { int8, machine, report, series, variant } from '../unit/benchmark-reports.ts';
import { importDocument, trainingDocument } from './documents.ts';
import { fundus, fundusJson, sample, temporaryFolder } from './fundus.ts';

const folder = temporaryFolder();
const project = join(folder, 'eyes');
const theirs = join(folder, 'theirs.json');
const benchmarkDocument = benchmarkReportSchema.strict();

const theirReport = report([series([variant(300), int8(100)])], {
  machine: machine({ cpu: 'Their processor' }),
  notRun: [{ what: 'TensorFlow', why: 'it is not installed' }],
});
const ownReport = report([series([variant(150), int8(40)]), series([variant(9)], { batch: 4 })], {
  id: '7cb7f2a0-6fd2-4f4e-9d4e-6f6b6c1e2a22',
});

beforeAll(() => {
  writeFileSync(theirs, JSON.stringify(theirReport));
  writeFileSync(join(folder, 'own.json'), JSON.stringify(ownReport));
});

test('times the networks of a project, keeps the report and writes it', async () => {
  await fundus(['create', project]);
  const files = ['images/06_h.jpg', 'manual1/06_h.tif', 'mask/06_h_mask.tif'];
  const paths = files.map((file) => join(sample, file));
  await fundusJson(importDocument, 'import', project, ...paths, '--split', 'train');
  const size = ['--width', '2', '--levels', '2', '--crop', '32', '--batch', '1', '--fov-diameter', '200'];
  const training = [...size, '--name', 'tiny', '--steps', '10', '--threads', '1'];
  await fundusJson(trainingDocument, 'train', 'segmenter', project, ...training);
  const output = join(folder, 'measured.json');
  const scope = ['--networks', 'segmenter', '--backends', 'onnxruntime', '--threads', '1'];
  const batches = ['--patch-batches', '1,2', '--image-batches', 'none', '--output', output];
  const measured = await fundusJson(benchmarkDocument, 'benchmark', project, ...scope, ...batches);
  expect(measured.options).toMatchObject({ preset: 'quick', threads: [1], patchBatches: [1, 2] });
  expect(measured.series.map(({ shape, batch }) => [shape, batch])).toEqual([
    ['patch', 1],
    ['patch', 2],
  ]);
  for (const { variants } of measured.series) {
    expect(variants).toMatchObject([{ model: { name: 'tiny' }, difference: 0, accuracy: null }]);
  }
  // The only annotated image is one that the network was trained on.
  expect(measured.accuracyOn).toBeNull();
  expect(measured.notRun).toEqual([
    { what: 'Stage 1: segmenter, int8', why: expect.stringContaining('"tiny"') },
  ]);
  expect(JSON.parse(readFileSync(output, 'utf8'))).toEqual(measured);
  expect(await stored()).toMatchObject([{ id: measured.id, isImported: false }]);
});

test('another machine’s report is shown, compared and kept', async () => {
  const shown = await fundus(['benchmark', project, '--import', theirs]);
  expect(shown).toMatchObject({ code: 0, stderr: '' });
  expect(shown.stdout).toMatch(/^Processor +Their processor$/m);
  expect(shown.stdout).toMatch(/^ +1 +2 +ONNX Runtime int8 +100 +95\.0–110 +10\.0 +3\.00× +500 +0\.002$/m);
  expect(shown.stdout).toContain('Not run: TensorFlow: it is not installed');
  expect((await stored()).map(({ isImported }) => isImported)).toContain(true);
  const compared = await fundus(['benchmark', '--import', join(folder, 'own.json'), '--compare', theirs]);
  expect(compared.stdout).toMatch(/^Processor +A processor here, Their processor there$/m);
  expect(compared.stdout).toMatch(/ONNX Runtime int8 +40\.0 +100 +2\.50× +the same$/m);
  expect(compared.stdout).toMatch(/2 variants are in both, 1 only here, 0 only there/);
  const pair = z.object({ ratio: z.number() });
  const document = z.strictObject({
    report: benchmarkDocument,
    other: benchmarkDocument,
    comparison: z.strictObject({ pairs: z.array(pair), onlyFirst: z.int(), onlySecond: z.int() }),
  });
  const args = ['benchmark', '--import', join(folder, 'own.json'), '--compare', theirs];
  const { comparison } = await fundusJson(document, ...args);
  expect(comparison.pairs.map(({ ratio }) => ratio)).toEqual([0.5, 0.4]);
});

test('a report is printed and written as Markdown and CSV', async () => {
  const markdown = await fundus(['benchmark', '--import', theirs, '--markdown']);
  expect(markdown.stdout).toMatch(/^# Benchmark of 2026-11-03$/m);
  expect(markdown.stdout).toMatch(/^\| .*int8.* \|$/m);
  const { stdout } = await fundus(['benchmark', '--import', theirs, '--csv']);
  const rows: unknown = parse(stdout, { columns: true });
  expect(rows).toMatchObject([
    { machine: 'Their processor', precision: 'fp32', median_ms: '300' },
    { precision: 'int8', median_ms: '100', speed_to_fp32: '3' },
  ]);
  for (const [extension, printed] of [
    ['.md', markdown.stdout],
    ['.csv', stdout],
  ] as const) {
    const output = join(folder, `written${extension}`);
    await fundus(['benchmark', '--import', theirs, '--output', output]);
    expect(readFileSync(output, 'utf8').trim()).toBe(printed.trim());
  }
});

test.each([
  [['--preset', 'slow'], 2, /^fundus: usage: .*--preset.*quick, full/],
  [['--networks', 'segmenter,unet'], 2, /^fundus: usage: .*Expected some of segmenter, synthesizer/],
  [['--threads', '1,x'], 2, /^fundus: usage: .*--threads.*from 1 to 1024/],
  [['--runs', '5'], 2, /^fundus: usage: .*--runs.*from 20 to 1000/],
  [['--json', '--csv'], 2, /^fundus: usage: .*--csv.*--json/],
  [['--import', theirs, '--runs', '20'], 2, /^fundus: usage: .*--import.*--runs/],
  [
    ['--output', join(folder, 'a.txt')],
    2,
    /^fundus: usage: Expected a file that ends with \.json, \.md, \.csv/,
  ],
  [['--output', theirs], 1, /^fundus: output-exists: .*theirs\.json/],
  [['--compare', join(folder, 'none.json')], 1, /^fundus: not-found: .*none\.json/],
  [
    ['--import', join(sample, 'README.md')],
    1,
    /^fundus: bad-benchmark: It is not JSON .*README\.md.*fundus benchmark --json/,
  ],
  [['--import', join(folder, 'half.json')], 1, /^fundus: bad-benchmark: .*machine\.cpu: expected string/],
  [[join(folder, 'nowhere'), '--networks', 'segmenter'], 1, /^fundus: not-a-project/],
])('%j is refused', async (options, code, message) => {
  const half = { ...theirReport, machine: { ...theirReport.machine, cpu: undefined } };
  writeFileSync(join(folder, 'half.json'), JSON.stringify(half));
  const refused = await fundus(['benchmark', ...options]);
  expect(refused.stderr).toMatch(message);
  expect(refused).toMatchObject({ code, stdout: '' });
});

async function stored() {
  const opened = openProject(project);
  try {
    return await listBenchmarks(opened);
  } finally {
    opened.close();
  }
}

test('Ctrl-C ends it with its processes', async () => {
  const scope = [
    '--networks',
    'segmenter',
    '--backends',
    'onnxruntime',
    '--threads',
    '1',
    '--runs',
    '1000',
    '--image-batches',
    'none',
  ];
  let isAsked = false;
  const { code, stdout, stderr } = await fundus(['benchmark', project, ...scope], (text, kill) => {
    if (isAsked || !text.includes('Timing')) return;
    isAsked = true;
    kill('SIGINT');
  });
  expect(stderr).toMatch(/^fundus: cancelled/m);
  expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
});
