import { expect, it } from 'vitest';
import {
  benchmarkOptions,
  type Draft,
  isPresetAlone,
  settingProblems,
  valuesOf,
} from '../../../../src/renderer/benchmark/settings.ts';
import { type BenchmarkChoices, benchmarkOptionsSchema } from '../../../../src/shared/api/benchmark.ts';
import { machine } from '../../benchmark-reports.ts';

const plan = {
  networks: ['segmenter' as const, 'synthesizer' as const],
  backends: ['onnxruntime' as const, 'tensorflow' as const],
  ...{ threads: [2], patchBatches: [1, 32], imageBatches: [1], runs: 20, minutes: 5 },
};
const status = { version: null, problem: null, remedy: null };
const choices: BenchmarkChoices = {
  machine: machine(),
  presets: { quick: plan, full: { ...plan, threads: [1, 2], runs: 30 } },
  backends: [
    { ...status, backend: 'onnxruntime', isAvailable: true },
    { ...status, backend: 'tensorflow', isAvailable: false, problem: 'not installed' },
  ],
  models: [],
};

it('shows the preset, without what cannot be used here', () => {
  expect(valuesOf({ preset: 'full' }, choices)).toEqual({
    ...{ networks: ['segmenter', 'synthesizer'], backends: ['onnxruntime'], threads: ['1', '2'] },
    ...{ patchBatches: ['1', '32'], imageBatches: ['1'], runs: 30 },
  });
});

it('asks for the preset and what was changed, and for nothing else', () => {
  expect(benchmarkOptions({ preset: 'quick' })).toEqual({ preset: 'quick' });
  const draft: Draft = {
    ...{ preset: 'full', networks: ['segmenter'], threads: ['4', '1', '4'], runs: '50' },
    models: { segmenter: 'mine' },
  };
  const options = benchmarkOptions(draft);
  expect(options).toEqual({
    ...{ preset: 'full', networks: ['segmenter'], threads: [1, 4], runs: 50, segmenter: 'mine' },
  });
  expect(benchmarkOptionsSchema.parse(options)).toEqual(options);
});

it('knows whether the minutes of the preset hold', () => {
  expect(isPresetAlone({ preset: 'full', models: { segmenter: 'mine' } })).toBe(true);
  expect(isPresetAlone({ preset: 'full', threads: ['1'] })).toBe(false);
});

it.each([
  ['networks', { networks: [] }],
  ['backends', { backends: [] }],
  ['threads', { threads: [] }],
  ['threads', { threads: ['2', 'two'] }],
  ['patchBatches', { patchBatches: ['0'] }],
  ['patchBatches', { patchBatches: ['1.5'] }],
  ['imageBatches', { imageBatches: ['65'] }],
  ['runs', { runs: 19 }],
  ['runs', { runs: '' }],
] as const)('says what is wrong with %s: %o', (field, own) => {
  const problems = settingProblems(valuesOf({ preset: 'quick', ...own }, choices));
  expect(Object.keys(problems)).toEqual([field]);
});

it('finds nothing wrong with a preset', () => {
  expect(settingProblems(valuesOf({ preset: 'quick' }, choices))).toEqual({});
});
