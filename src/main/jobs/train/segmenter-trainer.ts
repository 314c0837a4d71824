import { throwIfCancelled } from '../../../shared/progress.ts';
import { createRandom } from '../../../shared/random.ts';
import { bestThreshold, f1Curve } from '../../evaluation/threshold.ts';
import type { Raster } from '../../imaging/raster.ts';
import { type ScalarMap, toGrey } from '../../imaging/scale.ts';
import { predictImage } from '../../inference/segment-image.ts';
import { writeSegmenter } from '../../networks/segmenter-file.ts';
import { createSession, type NetworkSession, type Values } from '../../runtime/session.ts';
import type { ModelRow } from '../../store/models.ts';
import { type Augmentation, type TrainingImage, takeCrop } from '../../training/augmentation.ts';
import { namedValues, type ParameterGroup } from '../../training/parameters.ts';
import { learningRateAt } from '../../training/schedule.ts';
import type { SegmenterTrainingOptions } from '../../training/segmenter-options.ts';
import { compileSegmenterStep, type SegmenterStep } from '../../training/segmenter-step.ts';
import { type GroupState, initialState } from '../../training/states.ts';
import { joinStatistics } from '../../training/statistics.ts';
import { centralWindow } from '../../training/validation-window.ts';
import { type SegmenterData, seenInValidation } from './segmenter-data.ts';
import type { Trained, Trainer, Validation } from './trainer.ts';
import type { TrainingSample } from './training-samples.ts';

/** Streams of random numbers under the run's seed. */
const streams = { weights: 1, batches: 2, statistics: 3 } as const;
/** The batches from which the final statistics of batch normalisation are taken. */
const statisticsBatches = 100;
/**
 * Those batches show photographs as they will be met in use. Taken from magnified crops, which are smoother, the
 * statistics cost 0.0006 of F1 on HRF 06-10 and 0.04 on CHASE_DB1 05-08.
 */
const asTheyAre: Augmentation = { colourJitter: 0, scaleJitter: 0 };
/** Of so many photographs the samples show what is found. */
export const sampledImages = 2;
/** Validation looks at so many images at the most, one window each. */
const maxWindows = 8;
/** A validation takes a second or two: once begun, it ends. */
const neverAborted = new AbortController().signal;

export interface FinishedSegmenter {
  readonly onnx: Uint8Array;
  /** Best on the training images, and their mean F1 at it. */
  readonly threshold: number;
  readonly f1: number;
}

/** Makes a model of the result. @param weights how many the network has */
type Register = (segmenter: FinishedSegmenter, trained: Trained, weights: number) => Promise<ModelRow>;

export interface SegmenterTrainerInputs {
  readonly data: SegmenterData;
  /** The validation's first windows, to be shown; see `readWindows`. */
  readonly windows: readonly Raster[];
  readonly register: Register;
  /** Looked at after the last step, when the model is made. */
  readonly signal: AbortSignal;
}

/** A U-Net in training on images in memory. */
export class SegmenterTrainer implements Trainer {
  readonly states: Record<string, GroupState>;
  readonly #options: SegmenterTrainingOptions;
  readonly #data: SegmenterData;
  readonly #step: SegmenterStep;
  readonly #batch: Batch;
  readonly #windows: readonly TrainingImage[];
  readonly #shown: readonly Raster[];
  readonly #signal: AbortSignal;
  readonly #register: Register;

  private constructor(
    options: SegmenterTrainingOptions,
    step: SegmenterStep,
    { data, windows, register, signal }: SegmenterTrainerInputs,
  ) {
    this.#options = options;
    this.#data = data;
    this.#step = step;
    this.#register = register;
    this.#signal = signal;
    this.#batch = new Batch(options.batch, options.crop);
    this.states = { segmenter: initialState(step.group, createRandom(options.seed, streams.weights)) };
    this.#windows = seenInValidation(data).slice(0, maxWindows).map(centralWindow);
    this.#shown = windows;
  }

  static async create(
    options: SegmenterTrainingOptions,
    inputs: SegmenterTrainerInputs,
  ): Promise<SegmenterTrainer> {
    return new SegmenterTrainer(options, await compileSegmenterStep(options, options), inputs);
  }

  async trainStep(step: number): Promise<Record<string, number>> {
    const { schedule, steps, learningRate } = this.#options;
    const rate = learningRateAt(schedule, step, steps, learningRate);
    const batch = this.#fill(streams.batches, step, this.#options);
    return this.#step.step.run(this.states, batch, step, rate);
  }

  /** F1 at the threshold that is best on the same windows; a score only where no step sees the images. */
  async validate(): Promise<Validation> {
    const onnx = writeState(this.#step.group, this.states.segmenter!, this.#options);
    const samples: TrainingSample[] = [];
    const show = (probability: ScalarMap, index: number) =>
      samples.push(...this.#samples(probability, index));
    const { f1 } = await this.#predictAndScore(onnx, this.#windows, neverAborted, show);
    return this.#data.validation.length > 0
      ? { score: f1, metrics: { 'validation F1': f1 }, samples }
      : { metrics: { 'training windows F1': f1 }, samples };
  }

  #samples(probability: ScalarMap, index: number): TrainingSample[] {
    const photograph = this.#shown[index];
    if (!photograph) return [];
    const { width, height, vessel } = this.#windows[index]!;
    return [
      { label: 'photograph', picture: photograph },
      { label: 'annotation', picture: { width, height, data: vessel } },
      { label: 'prediction', picture: toGrey(probability) },
    ];
  }

  async finish(trained: Trained, report: (done: number, total: number) => void): Promise<ModelRow> {
    const { group } = this.#step;
    const { training } = this.#data;
    const { weights, ...rest } = trained.states.segmenter!;
    const total = statisticsBatches + training.length;
    const statistics = await this.#preciseStatistics(weights, (done) => report(done, total));
    const onnx = writeState(group, { ...rest, weights, statistics }, this.#options);
    const best = await this.#predictAndScore(onnx, training, this.#signal, (_, index) =>
      report(statisticsBatches + index + 1, total),
    );
    return this.#register({ onnx, ...best }, trained, group.weights.length);
  }

  async release(): Promise<void> {
    await this.#step.step.release();
  }

  #fill(stream: number, step: number, augmentation: Augmentation): Record<string, Values> {
    const random = createRandom(this.#options.seed, stream, step);
    const { training } = this.#data;
    for (const crop of this.#batch.crops) {
      takeCrop(training[random.integer(training.length)]!, crop, augmentation, random);
    }
    return this.#batch.feeds;
  }

  async #preciseStatistics(weights: Float32Array, report: (done: number) => void): Promise<Float32Array> {
    const pass = await this.#step.compileStatistics();
    try {
      const batches: Float32Array[] = [];
      for (let index = 0; index < statisticsBatches; index++) {
        throwIfCancelled(this.#signal);
        report(index);
        const { image } = this.#fill(streams.statistics, index, asTheyAre);
        batches.push(await pass.run(weights, { image: image! }));
      }
      report(statisticsBatches);
      return joinStatistics(this.#step.group.statistics, batches);
    } finally {
      await pass.release();
    }
  }

  async #predictAndScore(
    onnx: Uint8Array,
    images: readonly TrainingImage[],
    signal: AbortSignal,
    onPredicted: (probability: ScalarMap, index: number) => void,
  ) {
    const session: NetworkSession = await createSession(onnx, { threads: this.#options.threads });
    const curves: Float64Array[] = [];
    try {
      for (const [index, { width, height, image, vessel, fov }] of images.entries()) {
        const mask = { width, height, data: fov };
        const probability = await predictImage(session, { image, fov: mask }, signal);
        onPredicted(probability, index);
        curves.push(f1Curve({ probability, truth: { width, height, data: vessel }, fov: mask }));
      }
    } finally {
      await session.release();
    }
    return bestThreshold(curves);
  }
}

function writeState(
  group: ParameterGroup,
  { weights, statistics }: GroupState,
  options: SegmenterTrainingOptions,
): Uint8Array {
  return writeSegmenter(
    options,
    new Map([...namedValues(group.weights, weights), ...namedValues(group.statistics, statistics)]),
  );
}

/** The memory of one batch, filled anew for every step. */
class Batch {
  readonly feeds: Record<'image' | 'vessel' | 'fov', Values>;
  readonly crops;

  constructor(count: number, size: number) {
    const pixels = size * size;
    const values = (channels: number): Values => ({
      data: new Float32Array(count * channels * pixels),
      dims: [count, channels, size, size],
    });
    const feeds = { image: values(3), vessel: values(1), fov: values(1) };
    const part = ({ data, dims }: Values, index: number) => {
      const length = dims[1]! * pixels;
      return data.subarray(index * length, (index + 1) * length);
    };
    this.feeds = feeds;
    this.crops = Array.from({ length: count }, (_, index) => ({
      size,
      image: part(feeds.image, index),
      vessel: part(feeds.vessel, index),
      fov: part(feeds.fov, index),
    }));
  }
}
