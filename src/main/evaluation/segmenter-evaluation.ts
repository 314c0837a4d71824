import { RocArea } from './roc.ts';
import {
  countConfusion,
  meanScores,
  type SegmentationPair,
  type SegmentationScores,
  scoresOf,
} from './segmentation-metrics.ts';

/** The scores at the threshold, and what does not depend on one. */
export interface SegmenterScores extends SegmentationScores {
  /** Area under the receiver operating characteristic of the pooled pixels; null without vessels or background. */
  readonly auc: number | null;
}

/** Evaluates a segmenter image by image; keeps 4 bytes for each pixel inside the fields of view. */
export class SegmenterEvaluation {
  readonly #threshold: number;
  readonly #pooled = new RocArea();
  readonly #images: SegmentationScores[] = [];

  /** @param threshold the one that is best on the training images, in 0..1 */
  constructor(threshold: number) {
    this.#threshold = threshold;
  }

  /**
   * Adds an image and returns its own scores.
   * @throws FundusError 'size-mismatch', or 'no-data' when the field of view is empty
   */
  add(pair: SegmentationPair): SegmenterScores {
    const scores = scoresOf(countConfusion(pair, this.#threshold));
    this.#images.push(scores);
    this.#pooled.add(pair);
    const own = new RocArea();
    own.add(pair);
    return { ...scores, auc: own.area() };
  }

  /** The means over the images added, at least one; the AUC is that of all their pixels together. */
  summary(): SegmenterScores {
    return { ...meanScores(this.#images), auc: this.#pooled.area() };
  }
}
