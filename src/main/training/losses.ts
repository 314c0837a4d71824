import { add, divide, multiply, reduceSum, sigmoid, softplus, subtract } from '../graph/operators.ts';
import type { Tensor } from '../graph/tensor.ts';

export interface SegmentationLoss {
  readonly loss: Tensor;
  readonly crossEntropy: Tensor;
  /** Soft Dice of the batch, 0 to 1. */
  readonly dice: Tensor;
}

/**
 * Binary cross-entropy plus 1 - soft Dice (Milletari et al. 2016, with the sums of the probabilities instead
 * of their squares), both over the pixels inside the field of view.
 * @param logits, vessel, fov [N,1,H,W]; vessel and fov are 0 or 1.
 */
export function segmentationLoss(logits: Tensor, vessel: Tensor, fov: Tensor): SegmentationLoss {
  const pixels = add(reduceSum(fov), 1);
  const entropy = subtract(softplus(logits), multiply(logits, vessel));
  const crossEntropy = divide(reduceSum(multiply(entropy, fov)), pixels);
  const predicted = multiply(sigmoid(logits), fov);
  const annotated = multiply(vessel, fov);
  const overlap = multiply(reduceSum(multiply(predicted, annotated)), 2);
  const dice = divide(add(overlap, 1), add(add(reduceSum(predicted), reduceSum(annotated)), 1));
  return { loss: add(crossEntropy, subtract(1, dice)), crossEntropy, dice };
}
