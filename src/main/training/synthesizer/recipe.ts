/**
 * One step of the synthesizer's training as a graph: a conditional GAN with an encoded style after BicycleGAN (Zhu
 * et al. 2017), three discriminators at three scales after pix2pixHD (Wang et al. 2018), and a segmenter that must
 * find the vessels again.
 */
import { generatorMultiple } from '../../../shared/synthesizer-canvas.ts';
import {
  abs,
  add,
  concat,
  exp,
  input,
  multiply,
  reduceMean,
  slice,
  subtract,
} from '../../graph/operators.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { encoderPrefix } from '../../networks/files.ts';
import {
  type GeneratorOptions,
  generator,
  type StyleDistribution,
  styleEncoder,
  styleSize,
} from '../../networks/generator.ts';
import { type Scope, within } from '../../networks/layers.ts';
import { collectParameters, type ParameterGroup, TrainingScope } from '../parameters.ts';
import type { Objective } from '../update.ts';
import {
  type Crops,
  cropsAt,
  type Discriminated,
  discriminateAll,
  discriminatorOf,
  gaps,
  type Scale,
  scales,
} from './discriminators.ts';
import { type FrozenSegmenter, normalizedInside, vesselProbability } from './frozen-segmenter.ts';
import type { SynthesizerTensors } from './inputs.ts';
import {
  diceOfEach,
  diceShortfall,
  distanceTo,
  divergence,
  featureDistance,
  gradientPenalty,
  gridLoss,
  pixelLosses,
  sum,
} from './losses.ts';

export interface SynthesizerRecipe {
  readonly generator: GeneratorOptions;
  /** Channels of the first layer of the two finer discriminators: 64 in full. */
  readonly discriminatorWidth: number;
  /** Side in pixels of the crops that the finest discriminator looks at: 256 in full. */
  readonly crop: number;
  /** Whom the vessels must be plain to; without one that term is left out. */
  readonly segmenter?: {
    readonly network: FrozenSegmenter;
    /** Pixels of its input for each pixel of the canvas, see `scaleFactor`. */
    readonly factor: number;
  };
}

/** What the terms count, relative to one discriminator's opinion. */
const weights = {
  features: 1,
  pixels: 1,
  colours: 10,
  grid: 20,
  vessels: 2,
  divergence: 0.01,
  style: 0.5,
  /** A photograph under another diagnosis counts as synthetic, with less weight: the classes overlap. */
  mislabelled: 0.3,
  gradientPenalty: 0.4,
} as const;

/** The penalty on the gradient counts in one of so many steps (Karras et al. 2020: "lazy"). */
export const gradientPenaltyEvery = 8;
/** A Dice of 0.88 is enough. */
const vesselMargin = 0.12;
/** A segmenter that needs pictures enlarged by more is shown one crop of each. */
export const wholeUpTo = 1.5;
/** With a first moment as short as DCGAN's (Radford et al. 2016). */
const adam = { beta1: 0.5, beta2: 0.99 } as const;

const generatorGroup = 'generator';
const encoderOf = (scope: Scope) => within(scope, encoderPrefix);

export interface SynthesizerGroups {
  /** The generator and, under "encoder.", the style encoder. */
  readonly generator: ParameterGroup;
  readonly discriminators: ParameterGroup;
}

/** The weights and statistics of all that is trained. */
export function synthesizerGroups(
  recipe: Pick<SynthesizerRecipe, 'generator' | 'discriminatorWidth'>,
): SynthesizerGroups {
  // Any size that all of them can halve will do: no weight depends on it.
  const side = 4 * generatorMultiple(recipe.generator);
  const plane = (count: number) => input('plane', [1, count, side, side]);
  const [diagnosis, style] = [input('diagnosis', [1, 3, 1, 1]), input('style', [1, styleSize, 1, 1])];
  const [mask, image] = [plane(1), plane(3)];
  return {
    generator: collectParameters(generatorGroup, (scope) => {
      generator(scope, { mask, fov: mask, noise: mask, diagnosis, style }, recipe.generator);
      styleEncoder(encoderOf(scope), image);
    }),
    discriminators: collectParameters('discriminators', (scope) => {
      for (const scale of scales) {
        discriminatorOf(scope, scale, recipe.discriminatorWidth, [image, plane(2), diagnosis]);
      }
    }),
  };
}

/** Half of the batch, of a tensor whose first axis is the batch or several equal parts of each of its images. */
function half(x: Tensor, index: 0 | 1): Tensor {
  const [n, ...rest] = x.shape as [number, ...number[]];
  const start = (index * n) / 2;
  return slice(x, [start, ...rest.map(() => 0)], [start + n / 2, ...rest]);
}

export interface Synthesis {
  /** [B,3,H,W]. */
  readonly image: Tensor;
  /** [B,3,1,1]: what it was made to show. */
  readonly diagnosis: Tensor;
  /** The styles of the photographs of the first half. */
  readonly encoded: StyleDistribution;
}

/** Photographs made in training: in the first half of the batch with its own styles, in the second with random ones. */
export function synthesize(scope: Scope, tensors: SynthesizerTensors, options: GeneratorOptions): Synthesis {
  const { mask, fov, noise } = tensors;
  const encoded = styleEncoder(encoderOf(scope), half(tensors.image, 0));
  const deviation = exp(multiply(encoded.logVariance, 0.5));
  const own = add(encoded.mean, multiply(deviation, half(tensors.epsilon, 0)));
  const style = concat([own, half(tensors.randomStyle, 1)], 0);
  const diagnosis = concat([half(tensors.diagnosis, 0), half(tensors.randomDiagnosis, 1)], 0);
  return { image: generator(scope, { mask, fov, noise, diagnosis, style }, options), diagnosis, encoded };
}

const overScales = (term: (scale: Scale) => Tensor) => sum(scales.map(term));

function discriminatorsLoss(
  { onReal, onFake, onMislabelled, coarseView }: Discriminated,
  penalty: Tensor,
): Tensor {
  return sum([
    overScales((scale) => add(distanceTo(onReal[scale], 1), distanceTo(onFake[scale], 0))),
    multiply(sum(onMislabelled.map((discrimination) => distanceTo(discrimination, 0))), weights.mislabelled),
    // Computed in every step: a graph of its own for some of them would need as much memory again.
    multiply(gradientPenalty(onReal.coarse, coarseView), multiply(penalty, weights.gradientPenalty)),
  ]);
}

/** The Dice of each synthetic picture's mask and of what the segmenter finds in the picture: [B,1,1,1]. */
function vesselDice(
  { network, factor }: NonNullable<SynthesizerRecipe['segmenter']>,
  { mask, fov }: SynthesizerTensors,
  image: Tensor,
  crop: Crops,
): Tensor {
  const cut = factor > wholeUpTo ? crop.of : (x: Tensor) => x;
  const [seen, drawn] = [cut(fov), cut(mask)];
  const probability = vesselProbability(network, cut(normalizedInside(image, fov)), seen, factor);
  return diceOfEach(probability, drawn, seen);
}

/** How far the code is that the encoder reads off the pictures of random styles, in which only they are at fault. */
function styleError(scope: TrainingScope, image: Tensor, tensors: SynthesizerTensors): Tensor {
  const { mean } = styleEncoder(encoderOf(scope.frozen()), half(image, 1));
  return reduceMean(abs(subtract(mean, half(tensors.randomStyle, 1))));
}

export interface SynthesizerStepGraph {
  /** Those of the groups of `synthesizerGroups`, generator first. */
  readonly objectives: readonly [Objective, Objective];
  /** Scalars. */
  readonly metrics: Readonly<Record<string, Tensor>>;
}

/**
 * The losses of one step. All pictures are computed once, and generator, encoder and discriminators go down their
 * own losses together.
 */
export function synthesizerStep(
  recipe: SynthesizerRecipe,
  groups: SynthesizerGroups,
  tensors: SynthesizerTensors,
): SynthesizerStepGraph {
  const [batch, , height, width] = tensors.image.shape as [number, number, number, number];
  if (batch % 2 !== 0) throw new RangeError(`expected an even batch, got ${batch}`);
  const scope = new TrainingScope(groups.generator);
  const critics = new TrainingScope(groups.discriminators);
  const synthesis = synthesize(scope, tensors, recipe.generator);
  const places = (count: number) => slice(tensors.crops, [0, 0], [count, 2]);
  const crops = cropsAt(places(2), recipe.crop, height, width);
  const discriminated = discriminateAll(critics, recipe.discriminatorWidth, tensors, synthesis, crops);
  const { onReal, onFake } = discriminated;
  const terms = {
    adversarial: overScales((scale) => distanceTo(onFake[scale], 1)),
    features: overScales((scale) => featureDistance(onReal[scale], onFake[scale], (x) => half(x, 0))),
    ...pixelLosses(half(synthesis.image, 0), half(tensors.image, 0)),
    grid: gridLoss(synthesis.image, tensors.image),
    divergence: divergence(synthesis.encoded),
    style: styleError(scope, synthesis.image, tensors),
  };
  const weighted = [
    terms.adversarial,
    ...(['features', 'pixels', 'colours', 'grid', 'divergence', 'style'] as const).map((name) =>
      multiply(terms[name], weights[name]),
    ),
  ];
  const crop = cropsAt(places(1), recipe.crop, height, width);
  const dice = recipe.segmenter && vesselDice(recipe.segmenter, tensors, synthesis.image, crop);
  if (dice) weighted.push(multiply(diceShortfall(dice, vesselMargin), weights.vessels));
  const generatorLoss = sum(weighted);
  const discriminatorLoss = discriminatorsLoss(discriminated, tensors.gradientPenalty);
  return {
    objectives: [
      { scope, loss: generatorLoss, ...adam },
      { scope: critics, loss: discriminatorLoss, ...adam },
    ],
    metrics: {
      generatorLoss,
      discriminatorLoss,
      ...terms,
      ...(dice && { vessels: reduceMean(dice) }),
      ...gaps(discriminated),
    },
  };
}
