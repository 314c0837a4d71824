import type { Tensor } from '../../graph/tensor.ts';

/** What the losses of one step of the synthesizer's training see: B photographs, augmented, and what is drawn. */
export interface SynthesizerTensors {
  /** [B,3,H,W] in -1..1, -1 outside the field of view. */
  readonly image: Tensor;
  /** [B,1,H,W], 0 or 1. */
  readonly mask: Tensor;
  readonly fov: Tensor;
  /** [B,1,H,W], standard normal. */
  readonly noise: Tensor;
  /** [B,3,1,1], one-hot: of the photograph; one of the other two; that of the image made with a random style. */
  readonly diagnosis: Tensor;
  readonly otherDiagnosis: Tensor;
  readonly randomDiagnosis: Tensor;
  /**
   * [B,8,1,1], standard normal. The first half of the batch is made with encoded styles, mean + deviation * epsilon,
   * the second half with random ones; of each only that half counts.
   */
  readonly epsilon: Tensor;
  readonly randomStyle: Tensor;
  /** [2,2]: (top, left) of two square crops in pixels. */
  readonly crops: Tensor;
  /** [B,3,1,1]: brightness to add, factor of the contrast, factor of the saturation. */
  readonly colourChange: Tensor;
  /** [1]: 1 in the steps in which R1 counts, 0 in the others. */
  readonly gradientPenalty: Tensor;
}
