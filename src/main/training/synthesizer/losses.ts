/** The terms of the synthesizer's training; each is a scalar. */
import { gradients } from '../../graph/gradients.ts';
import {
  abs,
  add,
  averagePool,
  constant,
  conv2d,
  divide,
  exp,
  multiply,
  padAll,
  reduceMean,
  reduceSum,
  relu,
  reshape,
  subtract,
} from '../../graph/operators.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { Discrimination } from '../../networks/discriminator.ts';
import type { StyleDistribution } from '../../networks/generator.ts';

export const square = (x: Tensor) => multiply(x, x);
export const sum = (terms: readonly Tensor[]) => terms.reduce((a, b) => add(a, b));
export const meanDistance = (a: Tensor, b: Tensor) => reduceMean(abs(subtract(a, b)));

/** Least-squares GAN (Mao et al. 2017): the mean squared distance of the scores from what they should be. */
export const distanceTo = ({ scores }: Discrimination, target: number) =>
  reduceMean(square(subtract(scores, target)));

/**
 * L1 between the activations of the real and the synthetic photograph of one mask (Wang et al. 2018, pix2pixHD),
 * summed over layers.
 * @param part what counts of an activation
 */
export function featureDistance(
  real: Discrimination,
  fake: Discrimination,
  part: (activation: Tensor) => Tensor,
): Tensor {
  return sum(real.features.map((feature, layer) => meanDistance(part(feature), part(fake.features[layer]!))));
}

/** Pixels decide grain and edges, means over 8 x 8 pixels the colours. */
export const pixelLosses = (fake: Tensor, real: Tensor) => ({
  pixels: meanDistance(fake, real),
  colours: meanDistance(averagePool(fake, 8), averagePool(real, 8)),
});

/** In a cell of 2 x 2 pixels: what alternates from column to column, from row to row, and as a chessboard. */
const alternations = [
  [1, -1, 1, -1],
  [1, 1, -1, -1],
  [1, -1, -1, 1],
].flatMap((pattern) => pattern.map((sign) => sign / 4));

/**
 * A grid of period 2 that lies over a whole picture, as sub-pixel convolutions leave it when their phases differ
 * (Odena et al. 2016): the mean amplitude of what alternates, beyond that of the photograph of the same mask.
 * @param fake, real [N,C,H,W], H and W even
 */
export function gridLoss(fake: Tensor, real: Tensor): Tensor {
  const [n, c, height, width] = fake.shape as [number, number, number, number];
  const planes = reshape(subtract(fake, real), [n * c, 1, height, width]);
  const responses = conv2d(planes, constant(alternations, [3, 1, 2, 2]), { stride: 2, padding: padAll(0) });
  return reduceMean(abs(reduceMean(responses, [2, 3])));
}

/** From the standard normal distribution, summed over the numbers of a code: 1/2 (mean^2 + variance - log - 1). */
export function divergence({ mean, logVariance }: StyleDistribution): Tensor {
  const excess = subtract(subtract(add(square(mean), exp(logVariance)), logVariance), 1);
  return multiply(reduceMean(reduceSum(excess, [1, 2, 3])), 0.5);
}

/**
 * R1 (Mescheder et al. 2018): the squared length of the gradient of an image's scores with respect to the image, the
 * mean over the batch.
 * @param image [N,3,H,W], what `scores` was computed from
 */
export function gradientPenalty({ scores }: Discrimination, image: Tensor): Tensor {
  const [slope] = gradients(reduceSum(scores), [image]) as [Tensor];
  return divide(reduceSum(square(slope)), image.shape[0]!);
}

/**
 * Soft Dice of each image (see `segmentationLoss`) inside the field of view: [N,1,1,1].
 * @param probability, mask, fov [N,1,H,W]
 */
export function diceOfEach(probability: Tensor, mask: Tensor, fov: Tensor): Tensor {
  const total = (x: Tensor) => reduceSum(x, [1, 2, 3]);
  const predicted = multiply(probability, fov);
  const drawn = multiply(mask, fov);
  const overlap = multiply(total(multiply(predicted, drawn)), 2);
  return divide(add(overlap, 1), add(add(total(predicted), total(drawn)), 1));
}

/** How far Dice stays below 1 - margin: a segmenter that finds so much of a mask need not find more. */
export const diceShortfall = (dice: Tensor, margin: number) => reduceMean(relu(subtract(1 - margin, dice)));
