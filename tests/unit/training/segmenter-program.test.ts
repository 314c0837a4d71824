import { describe, expect, it } from 'vitest';
import { takeCrop } from '../../../src/main/training/augmentation.ts';
import { ProgramRunner } from '../../../src/main/training/run-program.ts';
import { learningRateAt } from '../../../src/main/training/schedule.ts';
import {
  batchStream,
  type SegmenterTraining,
  segmenterProgram,
} from '../../../src/main/training/segmenter-program.ts';
import { compileSegmenterStep, segmenterGroup } from '../../../src/main/training/segmenter-step.ts';
import { initialState } from '../../../src/main/training/states.ts';
import { createRandom } from '../../../src/shared/random.ts';
import { segmenterPhotograph } from './segmenter-photographs.ts';

const photographs = [segmenterPhotograph(90, 70, 1), segmenterPhotograph(64, 80, 2)];
const training: SegmenterTraining = {
  ...{ width: 4, levels: 2, batch: 3, crop: 32, steps: 6, learningRate: 0.01, seed: 5 },
  ...{ schedule: 'one-cycle', colourJitter: 0.1, scaleJitter: 0 },
};

const states = (shape: SegmenterTraining) => ({
  segmenter: initialState(segmenterGroup(shape), createRandom(shape.seed, 1)),
});

/** The losses and the weights after `count` steps on crops that `takeCrop` takes. */
async function trainOnCrops(shape: SegmenterTraining, count: number) {
  const { batch, crop: size, seed, schedule, steps, learningRate } = shape;
  const { step } = await compileSegmenterStep(shape, { threads: 1 });
  const carried = states(shape);
  const losses: number[] = [];
  for (let index = 1; index <= count; index++) {
    const random = createRandom(seed, batchStream, index);
    const values = (channels: number) => ({
      data: new Float32Array(batch * channels * size * size),
      dims: [batch, channels, size, size],
    });
    const feeds = { image: values(3), vessel: values(1), fov: values(1) };
    for (let one = 0; one < batch; one++) {
      const part = ({ data, dims }: ReturnType<typeof values>) => {
        const length = dims[1]! * size * size;
        return data.subarray(one * length, (one + 1) * length);
      };
      const crop = { size, image: part(feeds.image), vessel: part(feeds.vessel), fov: part(feeds.fov) };
      takeCrop(photographs[random.integer(photographs.length)]!, crop, shape, random);
    }
    const rate = learningRateAt(schedule, index, steps, learningRate);
    losses.push((await step.run(carried, feeds, index, rate)).loss!);
  }
  await step.release();
  return { losses, ...carried.segmenter };
}

async function trainProgram(shape: SegmenterTraining, count: number) {
  const carried = states(shape);
  const runner = new ProgramRunner(segmenterProgram(shape, photographs, carried), { threads: 1 });
  const losses: number[] = [];
  for (let index = 1; index <= count; index++) losses.push((await runner.run(carried, index)).loss!);
  await runner.release();
  return { losses, ...carried.segmenter };
}

const greatestDifference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, index) => Math.abs(value - b[index]!)));

describe('the training of a segmenter as a program', () => {
  it.each([0, 0.25])(
    'takes the crops that are taken for the local training, magnified by up to 1 + %d',
    async (scaleJitter) => {
      const shape = { ...training, scaleJitter };
      const [crops, program] = [await trainOnCrops(shape, 4), await trainProgram(shape, 4)];
      // Places in float32 are those in float64 to about 1e-5 of a pixel.
      expect(greatestDifference(program.losses, crops.losses)).toBeLessThan(scaleJitter === 0 ? 1e-6 : 1e-4);
      expect(greatestDifference(program.weights, crops.weights)).toBeLessThan(
        scaleJitter === 0 ? 1e-5 : 3e-3,
      );
      expect(greatestDifference(program.statistics, crops.statistics)).toBeLessThan(1e-4);
    },
  );
});
