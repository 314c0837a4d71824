import { afterAll, describe, expect, it } from 'vitest';
import { ProgramRunner } from '../../../../src/main/training/run-program.ts';
import { decodeCheckpoint, encodeCheckpoint, type States } from '../../../../src/main/training/states.ts';
import { penaltyInput } from '../../../../src/main/training/synthesizer/inputs.ts';
import {
  averageGroup,
  type SynthesizerProgram,
  sampledStyles,
  synthesizerProgram,
} from '../../../../src/main/training/synthesizer/program.ts';
import { syntheticPhotographs } from './images.ts';

const canvas = { width: 64, height: 64 };
const images = syntheticPhotographs(80, 80);
const program = (seed = 1): SynthesizerProgram =>
  synthesizerProgram(
    {
      recipe: { generator: { width: 2, levels: 5 }, discriminatorWidth: 4, crop: 32 },
      canvas,
      batch: 2,
      steps: 12,
      learningRate: 1e-3,
      schedule: 'linear-decay',
      seed,
      sampleEvery: 5,
    },
    images,
  );

const made = program();
const runner = new ProgramRunner(made, { threads: 1 });
afterAll(() => runner.release());

/** The states that the training begins with. */
const fresh = () => program().initial;

/** Does steps `from` to `to` on the states. */
async function train(states: States, from: number, to: number) {
  const figures = [];
  for (let step = from; step <= to; step++) figures.push(await runner.run(states, step));
  return figures;
}

/** All of the states, to be compared bit for bit. */
const bytesOf = (states: States) => Buffer.from(encodeCheckpoint({ step: 0, states, extra: null }));
const largest = (values: Float32Array) => values.reduce((a, b) => Math.max(a, Math.abs(b)), 0);

describe('the program of a synthesizer', () => {
  it('run twice gives the same states and figures bit for bit, with another seed others', async () => {
    const [one, two, other] = [fresh(), fresh(), program(2)];
    const figures = await train(one, 1, 9);
    expect(await train(two, 1, 9)).toEqual(figures);
    expect(bytesOf(two).equals(bytesOf(one))).toBe(true);
    expect(other.inputs(1)).not.toEqual(made.inputs(1));
    expect(bytesOf(other.initial).equals(bytesOf(fresh()))).toBe(false);
  });

  it('resumed from a checkpoint goes on as if it had not been interrupted', async () => {
    const [whole, stopped] = [fresh(), fresh()];
    await train(whole, 1, 10);
    await train(stopped, 1, 4);
    const { states } = decodeCheckpoint(encodeCheckpoint({ step: 4, states: stopped, extra: null }));
    await train(states, 5, 10);
    expect(bytesOf(states).equals(bytesOf(whole))).toBe(true);
  });

  it('reports the same figures in every step, each a finite number', async () => {
    for (const one of await train(fresh(), 7, 9)) {
      expect(Object.keys(one)).toEqual([...made.metrics]);
      expect(Object.values(one).every(Number.isFinite)).toBe(true);
    }
    const penalties = [7, 8, 9].map((step) => made.inputs(step).feeds[penaltyInput]!.data[0]);
    expect(penalties).toEqual([0, 1, 0]);
  });

  it('moves the average towards the generator, slower from step to step', async () => {
    const states = fresh() as Required<States>;
    const before = states[averageGroup]!.weights;
    expect(largest(before.map((value, i) => value - states.generator!.weights[i]!))).toBe(0);
    await train(states, 1, 1);
    const { weights } = states[averageGroup]!;
    const rate = made.inputs(1).feeds['average.rate']!.data[0]!;
    expect(rate).toBeCloseTo(1 - 2 / 11, 6);
    const expected = before.map((value, i) => value + rate * (states.generator!.weights[i]! - value));
    expect(largest(expected.map((value, i) => value - weights[i]!))).toBeLessThan(1e-6);
    expect(largest(before.map((value, i) => value - weights[i]!))).toBeGreaterThan(1e-5);
    expect(made.inputs(12).feeds['average.rate']!.data[0]!).toBeLessThan(rate);
  });

  it('has samples that stay the same as long as the states do, a row of styles for each diagnosis', async () => {
    const { graph, feeds } = made.samples;
    const once = await runner.evaluate(graph, made.initial, feeds);
    expect(once.image!.dims).toEqual([3 * sampledStyles, 3, 64, 64]);
    expect((await runner.evaluate(graph, made.initial, feeds)).image).toEqual(once.image);
    const { photograph, mask } = await runner.evaluate(made.sampled, made.initial, feeds);
    const at = (index: number) => photograph!.data.subarray(index * 3 * 64 * 64, (index + 1) * 3 * 64 * 64);
    expect(at(1)).toEqual(at(0));
    expect(at(sampledStyles)).not.toEqual(at(0));
    expect(new Set(mask!.data)).toEqual(new Set([0, 1]));
  });

  it('has names and shapes of inputs that never change, and initial weights that fill 16 bits', () => {
    const shapes = (step: number) =>
      Object.entries(made.inputs(step).feeds).map(([name, { dims }]) => `${name} ${dims}`);
    expect(shapes(8)).toEqual(shapes(1));
    const bits = new Uint32Array(Float32Array.from(made.states['generator.weights']!).buffer);
    expect(bits.every((bit) => bit % 2 ** 16 === 0)).toBe(true);
  });
});
