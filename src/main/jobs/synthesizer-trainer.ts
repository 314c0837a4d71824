import { throwIfCancelled } from '../../shared/progress.ts';
import { createRandom } from '../../shared/random.ts';
import { toRaster } from '../inference/synthesize-image.ts';
import { writeSynthesizer } from '../networks/synthesizer-file.ts';
import { createSession, type Values } from '../runtime/session.ts';
import type { ModelRow } from '../store/models.ts';
import { namedValues } from '../training/parameters.ts';
import { learningRateAt } from '../training/schedule.ts';
import { joinStatistics } from '../training/statistics.ts';
import { type GroupState, initialState } from '../training/step.ts';
import { SynthesizerBatch, type SynthesizerImage } from '../training/synthesizer-batch.ts';
import { compileSynthesizerStep, type SynthesizerStep } from '../training/synthesizer-step.ts';
import type { SynthesizerTrainingOptions } from './synthesizer-options.ts';
import type { Trained, Trainer, Validation } from './training-run.ts';
import type { TrainingSample } from './training-samples.ts';

/** Streams of random numbers under the run's seed. */
const streams = { generator: 1, discriminators: 2, batches: 3, statistics: 4, samples: 5 } as const;
/** The generator that is kept is a moving average over about this share of a step: 1 / (1 - decay) = 500 steps. */
const averageDecay = 0.998;
/** Of so many photographs of a batch the samples show what is made. */
const sampledImages = 2;
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
  readonly #signal: AbortSignal;

  private constructor(
    options: SynthesizerTrainingOptions,
    images: readonly SynthesizerImage[],
    step: SynthesizerStep,
    register: Register,
    signal: AbortSignal,
  ) {
    const { seed, batch, canvasWidth: width, canvasHeight: height } = options;
    this.#options = options;
    this.#step = step;
    this.#register = register;
    this.#signal = signal;
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
    signal: AbortSignal,
  ): Promise<SynthesizerTrainer> {
    const { batch, canvasWidth: width, canvasHeight: height, width: channels } = options;
    const step = await compileSynthesizerStep({ batch, width, height, channels }, options);
    return new SynthesizerTrainer(options, images, step, register, signal);
  }

  async trainStep(step: number): Promise<Record<string, number>> {
    const { schedule, steps, learningRate, seed } = this.#options;
    this.#batch.fill(createRandom(seed, streams.batches, step));
    const rate = learningRateAt(schedule, step, steps, learningRate);
    const figures = await this.#step.step.run(this.states, this.#batch.feeds, step, rate);
    this.#follow(step);
    return figures;
  }

  /**
   * Shows what the generator makes, with the running statistics of its batches, of the same turned photographs in
   * every step. The batch that they lie in is filled anew by the next step.
   */
  async validate(): Promise<Validation> {
    const { generator } = this.#step.groups;
    const { weights, statistics } = this.states.generator!;
    const named = [
      ...namedValues(generator.weights, weights),
      ...namedValues(generator.statistics, statistics),
    ];
    this.#batch.fill(createRandom(this.#options.seed, streams.samples));
    const { image, mask, fov, noise, diagnosis, style } = this.#batch.feeds;
    const session = await createSession(writeSynthesizer(this.#options, new Map(named)), {
      threads: this.#options.threads,
    });
    try {
      const made = await session.run({ mask, fov, noise, diagnosis, style });
      return { metrics: {}, samples: samplesOf(image, mask, made.image!) };
    } finally {
      await session.release();
    }
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
        throwIfCancelled(this.#signal);
        this.#batch.fill(createRandom(this.#options.seed, streams.statistics, index));
        batches.push(await pass.run(weights, { mask, fov, noise, diagnosis, style }));
      }
      return joinStatistics(this.#step.groups.generator.statistics, batches);
    } finally {
      await pass.release();
    }
  }
}

/** Of a batch: photographs, their masks, and what was made of these. */
function samplesOf(image: Values, mask: Values, made: Values): TrainingSample[] {
  const [batch, , height, width] = image.dims as [number, number, number, number];
  const pixels = height * width;
  return Array.from({ length: Math.min(batch, sampledImages) }).flatMap((_, index): TrainingSample[] => {
    const planes = ({ data }: Values) => data.subarray(3 * pixels * index, 3 * pixels * (index + 1));
    const vessels = Uint8Array.from(mask.data.subarray(pixels * index, pixels * (index + 1)));
    return [
      { label: 'photograph', picture: toRaster(planes(image), width, height) },
      { label: 'annotation', picture: { width, height, data: vessels } },
      { label: 'synthetic', picture: toRaster(planes(made), width, height) },
    ];
  });
}
