import { expect, it } from 'vitest';
import { planOf, presetPlan, workloadsOf } from '../../../src/main/benchmark/plan.ts';
import type { BackendStatus } from '../../../src/shared/api/benchmark.ts';

const status = (backend: BackendStatus['backend'], isAvailable: boolean): BackendStatus => ({
  ...{ backend, isAvailable, version: null, problem: null, remedy: null },
});
const withLibrary = [status('onnxruntime', true), status('tensorflow', true)];
const without = [status('onnxruntime', true), status('tensorflow', false), status('tensorflow-js', true)];

it('the presets run from one thread or all threads to batches of 256', () => {
  const quick = presetPlan('quick', 6, withLibrary);
  expect(quick.threads).toEqual([6]);
  expect(quick.backends).toEqual(['onnxruntime', 'tensorflow-onednn']);
  const full = presetPlan('full', 6, withLibrary);
  expect(full.threads).toEqual([1, 2, 4, 6]);
  expect(full.patchBatches).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256]);
  expect(full.imageBatches).toEqual([1, 2, 4, 8]);
  expect(full.backends).toEqual(['onnxruntime', 'tensorflow-onednn', 'tensorflow']);
  expect(quick.runs).toBeGreaterThanOrEqual(20);
  expect(presetPlan('full', 8, without).threads).toEqual([1, 2, 4, 8]);
  expect(presetPlan('full', 1, without).threads).toEqual([1]);
});

it('plain JavaScript stands in for a library that is missing, which is still asked for', () => {
  expect(presetPlan('quick', 2, without).backends).toEqual([
    'onnxruntime',
    'tensorflow-onednn',
    'tensorflow-js',
  ]);
});

it('what is given prevails over the preset', () => {
  const plan = planOf({ preset: 'quick', threads: [3], networks: ['segmenter'] }, 2, withLibrary);
  expect(plan).toMatchObject({ threads: [3], networks: ['segmenter'], patchBatches: [1, 16, 256] });
});

it('each network has its sizes, and nothing is measured twice', () => {
  const workloads = workloadsOf({
    networks: ['synthesizer', 'kit-synthesizer', 'segmenter', 'kit-segmenter', 'segmenter'],
    ...{
      backends: ['onnxruntime'],
      threads: [1, 2, 2],
      patchBatches: [1, 8, 8],
      imageBatches: [4],
      runs: 20,
    },
  });
  const sizes = new Set(
    workloads.map(({ network, shape, width, height }) => `${network} ${shape} ${width}x${height}`),
  );
  expect([...sizes]).toEqual([
    'synthesizer patch 48x48',
    'synthesizer image 512x512',
    'kit-synthesizer patch 512x512',
    'segmenter patch 48x48',
    'segmenter image 1752x1168',
    'kit-segmenter patch 48x48',
  ]);
  const synthesizer = workloads.filter(({ network }) => network === 'synthesizer');
  expect(synthesizer.map(({ shape, batch, threads }) => [shape, batch, threads])).toEqual([
    ['patch', 1, 1],
    ['patch', 8, 1],
    ['image', 4, 1],
    ['patch', 1, 2],
    ['patch', 8, 2],
    ['image', 4, 2],
  ]);
});
