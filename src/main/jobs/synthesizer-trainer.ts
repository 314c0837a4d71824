import { createRandom } from '../../shared/random.ts';
import { writeSynthesizer } from '../networks/synthesizer-file.ts';
import type { ModelRow } from '../store/models.ts';
import { namedValues } from '../training/parameters.ts';
import { learningRateAt } from '../training/schedule.ts';
import { joinStatistics } from '../training/statistics.ts';
import { type GroupState, initialState } from '../training/step.ts';
import { SynthesizerBatch, type SynthesizerImage } from '../training/synthesizer-batch.ts';
import { compileSynthesizerStep, type SynthesizerStep } from '../training/synthesizer-step.ts';
import type { SynthesizerTrainingOptions } from './synthesizer-options.ts';
import type { Trained, Trainer } from './training-run.ts';

/** Streams of random numbers under the run's seed. */
const streams = { generator: 1, discriminators: 2, batches: 3, statistics: 4 } as const;
/** The generator that is kept is a moving average over about this share of a step: 1 / (1 - decay) = 500 steps. */
const averageDecay = 0.998;
/** The batches from which the final statistics of batch normalisation are taken. */
const statisticsBatches = 60;

/** Makes a model of the result. @param weights how many the generator has */
type Register = (onnx: Uint8Array, trained: Trained, weights: number) => Promise<ModelRow>;

/** A generator in training with its discriminators, on photographs in memory. */
export class SynthesizerTrainer implements Trainer {
  /** `average` is the moving average of the generator; it has no moments. */
  readonly states: Record<string, GroupState>;
  readonly #options: SynthesizerTrainingOptions;
  readonly #step: SynthesizerStep;
  readonly #batch: SynthesizerBatch;
  readonly #register: Register;

  private constructor(
    options: SynthesizerTrainingOptions,
    images: readonly SynthesizerImage[],
    step: SynthesizerStep,
    register: Register,
  ) {
    const { seed, batch, canvasWidth: width, canvasHeight: height } = options;
    this.#options = options;
    this.#step = step;
    this.#register = register;
    this.#batch = new SynthesizerBatch(images, batch, { width, height }, seed);
    const generator = initialState(step.groups.generator, createRandom(seed, streams.generator));
    const none = new Float32Array();
    this.states = {
      generator,
      discriminators: initialState(step.groups.discriminators, createRandom(seed, streams.discriminators)),
      average: {
        weights: generator.weights.slice(),
        statistics: generator.statistics,
        firstMoment: none,
        secondMoment: none,
      },
    };
  }

  static async create(
    options: SynthesizerTrainingOptions,
    images: readonly SynthesizerImage[],
    register: Register,
  ): Promise<SynthesizerTrainer> {
    const { batch, canvasWidth: width, canvasHeight: height, width: channels, threads } = options;
    const step = await compileSynthesizerStep({ batch, width, height, channels }, threads);
    return new SynthesizerTrainer(options, images, step, register);
  }

  async trainStep(step: number): Promise<Record<string, number>> {
    const { schedule, steps, learningRate, seed } = this.#options;
    this.#batch.fill(createRandom(seed, streams.batches, step));
    const rate = learningRateAt(schedule, step, steps, learningRate);
    const figures = await this.#step.step.run(this.states, this.#batch.feeds, step, rate);
    this.#follow(step);
    return figures;
  }

  async finish(trained: Trained): Promise<ModelRow> {
    const { generator } = this.#step.groups;
    const { weights } = trained.states.average!;
    const statistics = await this.#preciseStatistics(weights);
    const named = [
      ...namedValues(generator.weights, weights),
      ...namedValues(generator.statistics, statistics),
    ];
    const onnx = writeSynthesizer(this.#options, new Map(named));
    return this.#register(onnx, trained, generator.weights.length);
  }

  async release(): Promise<void> {
    await this.#step.step.release();
  }

  /** Moves the average towards the generator, faster in the first steps, which are far from the last. */
  #follow(step: number): void {
    const decay = Math.min(averageDecay, (1 + step) / (10 + step));
    const { weights: average } = this.states.average!;
    const { weights } = this.states.generator!;
    for (let i = 0; i < average.length; i++) average[i]! += (1 - decay) * (weights[i]! - average[i]!);
  }

  async #preciseStatistics(weights: Float32Array): Promise<Float32Array> {
    const pass = await this.#step.compileStatistics();
    const { mask, fov, noise, diagnosis, style } = this.#batch.feeds;
    try {
      const batches: Float32Array[] = [];
      for (let index = 0; index < statisticsBatches; index++) {
        this.#batch.fill(createRandom(this.#options.seed, streams.statistics, index));
        batches.push(await pass.run(weights, { mask, fov, noise, diagnosis, style }));
      }
      return joinStatistics(this.#step.groups.generator.statistics, batches);
    } finally {
      await pass.release();
    }
  }
}
