import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { type Benchmark, runBenchmark, type Subject } from '../../../src/main/benchmark/run.ts';
import type { NetworkFile } from '../../../src/main/benchmark/series.ts';
import { createSession } from '../../../src/main/runtime/session.ts';
import { type BackendStatus, backends } from '../../../src/shared/api/benchmark.ts';
import type { Progress } from '../../../src/shared/progress.ts';
import { randomSegmenter } from '../inference/random-network.ts';
import { temporaryFolder } from '../store/support.ts';

const never = new AbortController().signal;
const [fp32, other] = [randomSegmenter(3), randomSegmenter(4)];
const item = Float32Array.from({ length: 3 * 16 * 16 }, (_, index) => Math.cos(index));
const remedy = 'npm install it';
const statuses = backends.map((backend): BackendStatus => {
  const isAvailable = !backend.startsWith('tensorflow') || backend === 'tensorflow-js';
  const missing = { problem: 'the library is not installed', remedy };
  return { backend, isAvailable, version: '1', ...(isAvailable ? { problem: null, remedy: null } : missing) };
});

let folder: string;
let subject: Subject;
beforeEach(async () => {
  folder = await temporaryFolder();
  const file = async (name: string, onnx: Uint8Array | string): Promise<NetworkFile> => {
    await writeFile(join(folder, name), onnx);
    const sha256 = name.repeat(64).slice(0, 64);
    return { file: join(folder, name), model: { name, sha256 }, accuracy: { F1: 0.5 } };
  };
  subject = {
    files: { fp32: await file('a', fp32), int8: await file('b', other) },
    missing: 'nobody has made it',
    inputs: () => [{ name: 'image', dims: [3, 16, 16], data: item }],
  };
});

function run(changes: Partial<Benchmark>, report: (progress: Progress) => void = () => {}, signal = never) {
  const patch = { network: 'segmenter', shape: 'patch', width: 16, height: 16, threads: 1 } as const;
  return runBenchmark(
    {
      workloads: [{ ...patch, batch: 2 }],
      backends: ['onnxruntime'],
      subjects: { segmenter: subject },
      protocol: { warmUps: 1, runs: 3, pause: 1, shortest: 0 },
      mostSeconds: 1000,
      ...{ statuses, folder },
      ...changes,
    },
    { report, signal },
  );
}

async function outputOf(onnx: Uint8Array): Promise<Float32Array> {
  const session = await createSession(onnx, { threads: 1 });
  const { probability } = await session.run({ image: { data: item, dims: [1, 3, 16, 16] } });
  await session.release();
  return probability!.data;
}

it('tells of every variant its time, memory, difference and accuracy', async () => {
  const reports: Progress[] = [];
  const { series, notRun } = await run({ backends: ['onnxruntime', 'tensorflow-js'] }, (progress) =>
    reports.push(progress),
  );
  expect(notRun).toEqual([]);
  expect(series).toHaveLength(1);
  expect(series[0]).toMatchObject({ network: 'segmenter', shape: 'patch', width: 16, batch: 2, threads: 1 });
  const [reference, int8, tensorflow] = series[0]!.variants;
  expect(reference).toMatchObject({ backend: 'onnxruntime', precision: 'fp32', difference: 0 });
  expect(reference).toMatchObject({ model: { name: 'a' }, accuracy: { F1: 0.5 } });
  const [a, b] = [await outputOf(fp32), await outputOf(other)];
  const difference = a.reduce((sum, value, i) => sum + Math.abs(value - b[i]!), 0) / a.length;
  expect(int8).toMatchObject({ backend: 'onnxruntime', precision: 'int8', model: { name: 'b' } });
  expect(int8!.difference).toBeCloseTo(difference, 6);
  expect(tensorflow).toMatchObject({ backend: 'tensorflow-js', precision: 'fp32', model: { name: 'a' } });
  expect(tensorflow!.difference).toBeLessThan(1e-5);
  for (const { latency, imagesPerSecond, peakMemory } of series[0]!.variants) {
    expect(latency.q1).toBeLessThanOrEqual(latency.median);
    expect(latency.median).toBeLessThanOrEqual(latency.q3);
    expect(imagesPerSecond).toBeCloseTo(2000 / latency.median, 6);
    expect(peakMemory).toBeGreaterThan(1e7);
  }
  expect(reports.every(({ phase, total }) => phase === 'Timing' && total === 100)).toBe(true);
  expect(reports.map(({ done }) => done)).toEqual(reports.map(({ done }) => done).toSorted((x, y) => x - y));
  expect(reports.at(-1)!.done).toBe(100);
});

it('a backend that is missing is not run, with what adds it', async () => {
  const { series, notRun } = await run({ backends: ['onnxruntime', 'tensorflow-onednn'] });
  expect(series[0]!.variants).toHaveLength(2);
  expect(notRun).toEqual([
    { what: 'TensorFlow with oneDNN', why: `the library is not installed; ${remedy}` },
  ]);
});

it('compares with ONNX Runtime also where that is not asked for', async () => {
  const { series } = await run({ backends: ['tensorflow-js'] });
  expect(series[0]!.variants.map(({ backend }) => backend)).toEqual(['tensorflow-js']);
  expect(series[0]!.variants[0]!.difference).toBeGreaterThan(0);
});

it('a network without its int8 form, or without any, is said to be missing', async () => {
  subject = { ...subject, files: { ...subject.files, int8: null } };
  const withoutInt8 = await run({});
  expect(withoutInt8.series[0]!.variants).toHaveLength(1);
  expect(withoutInt8.notRun).toEqual([{ what: 'Stage 1: segmenter, int8', why: 'nobody has made it' }]);
  subject = { ...subject, files: { fp32: null, int8: null } };
  const withoutAny = await run({});
  expect(withoutAny).toEqual({
    series: [],
    notRun: [{ what: 'Stage 1: segmenter', why: 'nobody has made it' }],
  });
});

it('a file that cannot be opened leaves the others to be timed', async () => {
  await writeFile(subject.files.int8!.file, 'nothing');
  const { series, notRun } = await run({});
  expect(series[0]!.variants.map(({ precision }) => precision)).toEqual(['fp32']);
  expect(notRun).toMatchObject([{ what: expect.stringMatching(/batch 2.*: ONNX Runtime int8$/) }]);
  await writeFile(subject.files.fp32!.file, 'nothing');
  const none = await run({});
  expect(none.series).toEqual([]);
  expect(none.notRun).toMatchObject([{ why: expect.stringContaining('cannot load the network') }]);
});

it('what would take too long or too much memory is not run, and says how much', async () => {
  const { series, notRun } = await run({ mostSeconds: 1e-6 });
  expect(series).toEqual([]);
  expect(notRun).toMatchObject([{ why: expect.stringMatching(/^it would take about \d+ s; the preset/) }]);
  const huge = { network: 'segmenter', shape: 'patch', width: 16, height: 16, threads: 1 } as const;
  const large = await run({ workloads: [{ ...huge, batch: 1e9 }], mostSeconds: Number.POSITIVE_INFINITY });
  expect(large.notRun).toMatchObject([{ why: expect.stringMatching(/GB of memory, and .* GB are free$/) }]);
});

it('stops when it is cancelled', async () => {
  const controller = new AbortController();
  const report = ({ done }: Progress) => done > 20 && controller.abort();
  const long = { warmUps: 1, runs: 200, pause: 10, shortest: 0 };
  await expect(run({ protocol: long }, report, controller.signal)).rejects.toMatchObject({
    code: 'cancelled',
  });
});
