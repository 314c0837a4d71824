import { describe, expect, it } from 'vitest';
import { findNativeLibrary } from '../../../src/main/runtime/tensorflow/library.ts';
import { ProgramRunner } from '../../../src/main/training/run-program.ts';
import { type SegmenterTraining, segmenterProgram } from '../../../src/main/training/segmenter/program.ts';
import { synthesizerProgram } from '../../../src/main/training/synthesizer/program.ts';
import type { TrainingProgram } from '../../../src/main/training/trainer.ts';
import type { Backend } from '../../../src/shared/api/benchmark.ts';
import { segmenterPhotograph } from './segmenter/photographs.ts';
import { syntheticPhotographs } from './synthesizer/images.ts';

function segmenter(scaleJitter: number): TrainingProgram {
  const training: SegmenterTraining = {
    ...{ width: 2, levels: 2, batch: 2, crop: 16, steps: 6, learningRate: 0.01, seed: 5 },
    ...{ schedule: 'one-cycle', colourJitter: 0.1, scaleJitter },
  };
  return segmenterProgram(training, [segmenterPhotograph(50, 40, 1), segmenterPhotograph(40, 48, 2)]);
}

const synthesizer = (): TrainingProgram =>
  synthesizerProgram(
    {
      recipe: { generator: { width: 2, levels: 5 }, discriminatorWidth: 4, crop: 32 },
      ...{ canvas: { width: 64, height: 64 }, batch: 2, steps: 12, learningRate: 1e-4, seed: 1 },
      ...{ schedule: 'linear-decay', sampleEvery: 5 },
    },
    syntheticPhotographs(80, 80),
  );

/** The figures of steps, and the states after them with the statistics of a batch. */
async function train(program: TrainingProgram, backend: Backend, steps: readonly number[]) {
  const runner = new ProgramRunner(program, { threads: 1, backend });
  const { initial: states, statistics: last } = program;
  const figures: Record<string, number>[] = [];
  for (const step of steps) figures.push(await runner.run(states, step));
  const { statistics } = await runner.evaluate(last.graph, states, last.inputs(0));
  await runner.release();
  return { figures, states, statistics: statistics!.data };
}

const hasLibrary = 'folder' in findNativeLibrary();

/** Step 8 of the synthesizer weighs the gradient penalty. */
const trainings = [
  { name: 'a segmenter', make: () => segmenter(0), steps: [1, 2, 3, 4] },
  { name: 'a segmenter on magnified crops', make: () => segmenter(0.25), steps: [1, 2, 3, 4] },
  { name: 'a synthesizer', make: synthesizer, steps: [8] },
];

describe.each([
  { backend: 'tensorflow-js', isHere: true, name: 'TensorFlow.js' },
  { backend: 'tensorflow', isHere: hasLibrary, name: 'TensorFlow (skipped where its library is missing)' },
] as const)('on $name', ({ backend, isHere }) => {
  it.skipIf(!isHere).each(trainings)(
    'the program of $name trains as on ONNX Runtime',
    async ({ make, steps }) => {
      const [ours, theirs] = [await train(make(), 'onnxruntime', steps), await train(make(), backend, steps)];
      ours.figures.forEach((figures, index) => {
        for (const [name, value] of Object.entries(figures)) {
          const found = theirs.figures[index]![name]!;
          expect(Math.abs(found - value), `${name} of step ${steps[index]}`).toBeLessThan(
            1e-3 * Math.max(1, Math.abs(value)),
          );
        }
      });
      for (const [group, { firstMoment }] of Object.entries(ours.states)) {
        const [length, apart] = [norm(firstMoment), norm(firstMoment, theirs.states[group]!.firstMoment)];
        expect(apart, `gradients of ${group}`).toBeLessThanOrEqual(0.01 * length);
      }
      const off = ours.statistics.map((value, index) => Math.abs(value - theirs.statistics[index]!));
      expect(Math.max(...off), 'statistics').toBeLessThan(1e-2);
    },
  );
});

function norm(a: Float32Array, b?: Float32Array): number {
  return Math.sqrt(a.reduce((sum, value, index) => sum + (value - (b?.[index] ?? 0)) ** 2, 0));
}
