import { bestThreshold, f1Curve } from '../../evaluation/segmentation-metrics.ts';
import type { Raster } from '../../imaging/raster.ts';
import { type ScalarMap, toGrey } from '../../imaging/scale.ts';
import { predictImage } from '../../inference/segment-image.ts';
import { writeSegmenter } from '../../networks/files.ts';
import { createSession } from '../../runtime/session.ts';
import { namedValues } from '../parameters.ts';
import type { GroupState, States } from '../states.ts';
import { ProgramTrainer, type Report, type TrainingSample, type Validation } from '../trainer.ts';
import {
  centralCrop,
  centralPicture,
  type SegmenterImage,
  type SegmenterInput,
  segmenterInput,
} from './data.ts';
import type { SegmenterTrainingOptions } from './options.ts';
import { type SegmenterProgram, segmenterProgram } from './program.ts';

/** The samples show what is found in so many photographs. */
const sampledImages = 2;
/** Validation looks at so many images at the most, one crop each. */
const maxCrops = 8;
/** A validation takes a second or two: once begun, it ends. */
const neverAborted = new AbortController().signal;

export interface FinishedSegmenter {
  readonly onnx: Uint8Array;
  /** Best on the training images, and their mean F1 at it. */
  readonly threshold: number;
  readonly f1: number;
  /** How many the network has. */
  readonly weights: number;
}

export interface SegmenterImages {
  readonly training: readonly SegmenterImage[];
  /** Images that no step sees; may be empty. */
  readonly validation: readonly SegmenterImage[];
}

/** A U-Net in training on photographs in memory. */
export class SegmenterTrainer extends ProgramTrainer<FinishedSegmenter, SegmenterProgram> {
  readonly #options: SegmenterTrainingOptions;
  readonly #images: SegmenterImages;
  readonly #crops: readonly SegmenterInput[];
  /** The first crops as they are seen. */
  readonly #shown: readonly Raster[];

  constructor(options: SegmenterTrainingOptions, images: SegmenterImages, signal: AbortSignal) {
    super(segmenterProgram(options, images.training), options, signal);
    this.#options = options;
    this.#images = images;
    const { training, validation } = images;
    const seen = (validation.length > 0 ? validation : training).slice(0, maxCrops);
    this.#crops = seen.map((image) => centralCrop(segmenterInput(image)));
    this.#shown = seen.slice(0, sampledImages).map(({ photograph }) => centralPicture(photograph));
  }

  /** F1 at the threshold that is best on the same crops; a score only where no step sees the images. */
  async validate(): Promise<Validation> {
    const samples: TrainingSample[] = [];
    const show = (probability: ScalarMap, index: number) =>
      samples.push(...this.#samples(probability, index));
    const onnx = this.#write(this.states[this.program.group.name]!);
    const { f1 } = await this.#predictAndScore(onnx, this.#crops, neverAborted, show);
    return this.#images.validation.length > 0
      ? { score: f1, metrics: { 'validation F1': f1 }, samples }
      : { metrics: { 'training windows F1': f1 }, samples };
  }

  #samples(probability: ScalarMap, index: number): TrainingSample[] {
    const photograph = this.#shown[index];
    if (!photograph) return [];
    const { width, height, vessel } = this.#crops[index]!;
    return [
      { label: 'photograph', picture: photograph },
      { label: 'annotation', picture: { width, height, data: vessel } },
      { label: 'prediction', picture: toGrey(probability) },
    ];
  }

  async finish(states: Readonly<States>, report: Report): Promise<FinishedSegmenter> {
    const { group, statistics } = this.program;
    const { training } = this.#images;
    const total = statistics.batches + training.length;
    const found = await this.finalStatistics(states, (done) => report(done, total));
    const onnx = this.#write({ ...states[group.name]!, statistics: found });
    const best = await this.#predictAndScore(onnx, inputsOf(training), this.signal, (_, index) =>
      report(statistics.batches + index + 1, total),
    );
    return { onnx, ...best, weights: group.weights.length };
  }

  #write({ weights, statistics }: GroupState): Uint8Array {
    const { group } = this.program;
    return writeSegmenter(
      this.#options,
      new Map([...namedValues(group.weights, weights), ...namedValues(group.statistics, statistics)]),
    );
  }

  async #predictAndScore(
    onnx: Uint8Array,
    images: Iterable<SegmenterInput>,
    signal: AbortSignal,
    onPredicted: (probability: ScalarMap, index: number) => void,
  ) {
    const session = await createSession(onnx, { threads: this.#options.threads });
    const curves: Float64Array[] = [];
    try {
      for (const { width, height, image, vessel, fov } of images) {
        const mask = { width, height, data: fov };
        const probability = await predictImage(session, { image, fov: mask }, signal);
        onPredicted(probability, curves.length);
        curves.push(f1Curve({ probability, truth: { width, height, data: vessel }, fov: mask }));
      }
    } finally {
      await session.release();
    }
    return bestThreshold(curves);
  }
}

/** One by one: a normalised image takes more memory than its photograph. */
function* inputsOf(images: readonly SegmenterImage[]): Iterable<SegmenterInput> {
  for (const image of images) yield segmenterInput(image);
}
