/**
 * The first ten steps of a bundle, by the local engine and by scripts/run-bundle.py. Where there is no PyTorch the
 * local engine is compared with what the runner computed when tests/fixtures/bundle-traces.json was recorded, which
 * must be done again when what is trained has been changed:
 *   FUNDUS_PYTHON=... FUNDUS_RECORD=1 npx vitest run tests/parity/bundle-agreement.test.ts
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { writeBundle } from '../../src/main/training/bundle.ts';
import type { StepProgram } from '../../src/main/training/program.ts';
import { ProgramRunner } from '../../src/main/training/run-program.ts';
import { readResult } from '../../src/main/training/run-result.ts';
import { segmenterProgram } from '../../src/main/training/segmenter/program.ts';
import { namedStates, type States } from '../../src/main/training/states.ts';
import { synthesizerProgram } from '../../src/main/training/synthesizer/program.ts';
import { segmenterPhotograph } from '../unit/training/segmenter/photographs.ts';
import { difference } from './compare.ts';
import { python, unlessSkipped } from './python.ts';

const steps = 10;
/** So many weights of each state are in a recorded trace. */
const recorded = 200;
const tracesFile = join(import.meta.dirname, '../fixtures/bundle-traces.json');
const script = join(import.meta.dirname, '../../scripts/run-bundle.py');
const folder = mkdtempSync(join(tmpdir(), 'fundus-agreement-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Training {
  readonly program: StepProgram;
  readonly initial: States;
}

/** What both come to: each step's metrics, and states after the last one. */
interface Trace {
  readonly metrics: readonly Readonly<Record<string, number>>[];
  readonly states: Readonly<Record<string, readonly number[]>>;
}

const traceSchema = z.object({
  metrics: z.array(z.record(z.string(), z.number())),
  states: z.record(z.string(), z.array(z.number())),
});

function segmenter(): Training {
  const shape = { width: 4, levels: 3, batch: 2, crop: 32 };
  const options = {
    steps,
    learningRate: 0.005,
    schedule: 'one-cycle',
    seed: 3,
    colourJitter: 0.1,
    scaleJitter: 0.25,
  } as const;
  const photographs = [segmenterPhotograph(90, 70, 1), segmenterPhotograph(64, 80, 2)];
  const program = segmenterProgram({ ...shape, ...options }, photographs);
  return { program, initial: program.initial };
}

/**
 * With the discriminators' penalty in the eighth step. Of a seed with which no gradient is so near to 0 that rounding
 * decides its sign: elsewhere such a weight of the style encoder can move the later steps' figures by some thousandths.
 */
function synthesizer(): Training {
  const images = (['h', 'dr', 'g'] as const).map((diagnosis, index) => {
    const { photograph, vessels, fov } = segmenterPhotograph(80, 80, index);
    const coverage = { ...vessels, channels: 1 as const, data: vessels.data.map((is) => 255 * is) };
    return { photograph, vessels: coverage, fov, diagnosis };
  });
  const program = synthesizerProgram(
    {
      recipe: { generator: { width: 4, levels: 5 }, discriminatorWidth: 8, crop: 32 },
      ...{ canvas: { width: 64, height: 64 }, batch: 2, steps, learningRate: 2e-4 },
      ...{ schedule: 'linear-decay', seed: 5, sampleEvery: steps },
    },
    images,
  );
  return { program, initial: program.initial };
}

async function trainHere({ program, initial }: Training): Promise<Trace> {
  const runner = new ProgramRunner(program, { threads: 1 });
  const metrics = [];
  for (let step = 1; step <= steps; step++) metrics.push(await runner.run(initial, step));
  await runner.release();
  const states = Object.entries(namedStates(initial)).filter(([name]) => program.results.includes(name));
  return { metrics, states: Object.fromEntries(states.map(([name, { data }]) => [name, [...data]])) };
}

async function trainWithRunner({ program }: Training, name: string): Promise<Trace> {
  const bundle = join(folder, `${name}.zip`);
  const facts = {
    kind: 'segmenter',
    seed: 3,
    options: null,
    software: 'test',
    createdAt: '2026-01-01T00:00:00Z',
  } as const;
  await writeBundle(bundle, facts, program, new AbortController().signal);
  // Stopped on the way and gone on with: what comes out is the same.
  for (const until of [4, steps]) {
    const given = ['--device', 'cpu', '--threads', '1', '--until', String(until)];
    const { status, stderr } = spawnSync(python!, [script, bundle, join(folder, name), ...given], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    expect(status).toBe(until === steps ? 0 : 3);
  }
  const { metrics, states } = await readResult(join(folder, name, 'result.zip'));
  return {
    metrics,
    states: Object.fromEntries(Object.entries(states).map(([name, data]) => [name, [...data]])),
  };
}

/** Evenly spread; enough digits to tell float32 numbers apart. */
function excerpt({ metrics, states }: Trace): Trace {
  const short = (value: number) => Number(value.toPrecision(9));
  const some = (values: readonly number[]) => {
    const every = Math.max(1, Math.floor(values.length / recorded));
    return values.filter((_, index) => index % every === 0).map(short);
  };
  return {
    metrics: metrics.map((figures) =>
      Object.fromEntries(Object.entries(figures).map(([n, v]) => [n, short(v)])),
    ),
    states: Object.fromEntries(Object.entries(states).map(([name, values]) => [name, some(values)])),
  };
}

/**
 * Adam divides by the square root of the second moment, in the first steps by a single gradient's magnitude: a
 * gradient that is 0 but for rounding moves its weight by a whole step in either engine's direction. So single
 * weights may be apart by as much as all steps together.
 */
function expectAgreement(actual: Trace, expected: Trace, { ofMetrics, ofWeights, rate }: Tolerance): void {
  expected.metrics.forEach((figures, index) => {
    for (const [name, value] of Object.entries(figures)) {
      const off = difference([actual.metrics[index]![name]!], [value]);
      expect(off, `${name} of step ${index + 1}`).toBeLessThan(ofMetrics);
    }
  });
  for (const [name, values] of Object.entries(expected.states)) {
    const off = values.map((value, index) => Math.abs(value - actual.states[name]![index]!));
    const sorted = off.toSorted((a, b) => a - b);
    const median = sorted[Math.floor(off.length / 2)]!;
    expect(actual.states[name], name).toHaveLength(values.length);
    expect(median, `median of ${name}`).toBeLessThan(ofWeights);
    if (name.endsWith('.weights')) expect(sorted.at(-1), name).toBeLessThan(2 * steps * rate);
  }
}

interface Tolerance {
  /** Tolerance of losses, relative to those above 1, after up to ten steps. */
  readonly ofMetrics: number;
  /** Tolerance of the median weight and statistic, absolute. */
  readonly ofWeights: number;
  /** The greatest learning rate. */
  readonly rate: number;
}

const cases = [
  { name: 'segmenter', make: segmenter, ofMetrics: 1e-3, ofWeights: 1e-3, rate: 0.005 },
  { name: 'synthesizer', make: synthesizer, ofMetrics: 1e-3, ofWeights: 1e-5, rate: 2e-4 },
];

describe.each(cases)('ten steps of training a $name', ({ name, make, ...tolerance }) => {
  it.skipIf(!python)(`agree with the runner on the CPU${unlessSkipped}`, async () => {
    const theirs = await trainWithRunner(make(), name);
    if (process.env.FUNDUS_RECORD) record(name, excerpt(theirs));
    expectAgreement(await trainHere(make()), theirs, tolerance);
  });

  it('agree with what the runner computed before', async () => {
    const traces = z.record(z.string(), traceSchema).parse(JSON.parse(readFileSync(tracesFile, 'utf8')));
    expectAgreement(excerpt(await trainHere(make())), traces[name]!, tolerance);
  });
});

function record(name: string, trace: Trace): void {
  let traces = {};
  try {
    traces = JSON.parse(readFileSync(tracesFile, 'utf8'));
  } catch {
    // The first one.
  }
  writeFileSync(tracesFile, `${JSON.stringify({ ...traces, [name]: trace })}\n`);
}
