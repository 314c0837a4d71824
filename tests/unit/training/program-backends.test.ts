import { describe, expect, it } from 'vitest';
import { findNativeLibrary } from '../../../src/main/runtime/tensorflow/library.ts';
import type { StepProgram } from '../../../src/main/training/program.ts';
import { ProgramRunner } from '../../../src/main/training/run-program.ts';
import { type SegmenterTraining, segmenterProgram } from '../../../src/main/training/segmenter-program.ts';
import { segmenterGroup } from '../../../src/main/training/segmenter-step.ts';
import { initialState, type States } from '../../../src/main/training/states.ts';
import { synthesizerProgram } from '../../../src/main/training/synthesizer-program.ts';
import type { Backend } from '../../../src/shared/api/benchmark.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { segmenterPhotograph } from './segmenter-photographs.ts';
import { syntheticPhotographs } from './synthesizer-images.ts';

interface Training {
  readonly program: StepProgram;
  readonly states: States;
}

function segmenter(scaleJitter: number): Training {
  const training: SegmenterTraining = {
    ...{ width: 2, levels: 2, batch: 2, crop: 16, steps: 6, learningRate: 0.01, seed: 5 },
    ...{ schedule: 'one-cycle', colourJitter: 0.1, scaleJitter },
  };
  const states = { segmenter: initialState(segmenterGroup(training), createRandom(1)) };
  const photographs = [segmenterPhotograph(50, 40, 1), segmenterPhotograph(40, 48, 2)];
  return { program: segmenterProgram(training, photographs, states), states };
}

function synthesizer(): Training {
  const program = synthesizerProgram(
    {
      recipe: { generator: { width: 2, levels: 5 }, discriminatorWidth: 4, crop: 32 },
      ...{ canvas: { width: 64, height: 64 }, batch: 2, steps: 12, learningRate: 1e-4, seed: 1 },
      ...{ schedule: 'linear-decay', sampleEvery: 5 },
    },
    syntheticPhotographs(80, 80),
  );
  return { program, states: program.initial };
}

/** The figures of steps, and the states after them. */
async function train({ program, states }: Training, backend: Backend, steps: readonly number[]) {
  const runner = new ProgramRunner(program, { threads: 1, backend });
  const figures: Record<string, number>[] = [];
  for (const step of steps) figures.push(await runner.run(states, step));
  await runner.release();
  return { figures, states };
}

const hasLibrary = 'folder' in findNativeLibrary();

/** Step 8 of the synthesizer weighs the gradient penalty. */
const trainings = [
  { name: 'a segmenter', make: () => segmenter(0), steps: [1, 2, 3] },
  { name: 'a segmenter on magnified crops', make: () => segmenter(0.25), steps: [1, 2, 3] },
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
    },
  );
});

function norm(a: Float32Array, b?: Float32Array): number {
  return Math.sqrt(a.reduce((sum, value, index) => sum + (value - (b?.[index] ?? 0)) ** 2, 0));
}
