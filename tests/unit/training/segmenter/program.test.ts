import { describe, expect, it } from 'vitest';
import { ProgramRunner } from '../../../../src/main/training/run-program.ts';
import { type SegmenterTraining, segmenterProgram } from '../../../../src/main/training/segmenter/program.ts';
import { decodeCheckpoint, encodeCheckpoint, type States } from '../../../../src/main/training/states.ts';
import { segmenterPhotograph } from './photographs.ts';

const photographs = [segmenterPhotograph(90, 70, 1), segmenterPhotograph(64, 80, 2)];
const training: SegmenterTraining = {
  ...{ width: 4, levels: 2, batch: 3, crop: 32, steps: 6, learningRate: 0.01, seed: 5 },
  ...{ schedule: 'one-cycle', colourJitter: 0.1, scaleJitter: 0.25 },
};

/** A process of its own: nothing but the states comes from the one before it. */
async function train(states: States, from: number, to: number): Promise<States> {
  const carried = { ...states };
  const runner = new ProgramRunner(segmenterProgram(training, photographs), { threads: 1 });
  for (let step = from; step <= to; step++) await runner.run(carried, step);
  await runner.release();
  return carried;
}

describe('the training of a segmenter as a program', () => {
  it('goes on from a checkpoint to the same weights, bit for bit', async () => {
    const initial = () => segmenterProgram(training, photographs).initial;
    const whole = await train(initial(), 1, 6);
    const stopped = await train(initial(), 1, 3);
    const { states } = decodeCheckpoint(encodeCheckpoint({ step: 3, states: stopped, extra: null }));
    expect(await train({ ...states }, 4, 6)).toEqual(whole);
    expect(whole.segmenter!.weights).not.toEqual(stopped.segmenter!.weights);
  });

  it('draws a step by its number and the seed alone', () => {
    const { inputs } = segmenterProgram(training, photographs);
    const fourth = inputs(4);
    expect(inputs(3)).not.toEqual(fourth);
    expect(inputs(4)).toEqual(fourth);
    expect(segmenterProgram({ ...training, seed: 6 }, photographs).inputs(4)).not.toEqual(fourth);
  });

  it('takes its final statistics from photographs as they are', () => {
    const { statistics } = segmenterProgram(training, photographs);
    const { gains, shifts, placements } = statistics.inputs(0);
    expect(new Set(gains!.data)).toEqual(new Set([1]));
    expect(new Set(shifts!.data)).toEqual(new Set([0]));
    expect([...placements!.data].every(Number.isInteger)).toBe(true);
  });
});
