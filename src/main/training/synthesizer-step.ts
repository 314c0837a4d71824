import { abs, add, averagePool, input, multiply, reduceMean, subtract } from '../graph/operators.ts';
import type { Tensor } from '../graph/tensor.ts';
import { discriminator, type Judgement } from '../networks/discriminator.ts';
import { generator, styleSize } from '../networks/generator.ts';
import { type Scope, within } from '../networks/scope.ts';
import type { Engine } from '../runtime/backends.ts';
import { collectParameters, type ParameterGroup, TrainingScope } from './parameters.ts';
import { compileStatistics, type StatisticsPass } from './statistics.ts';
import { compileStep, type TrainingStep } from './step.ts';

export interface SynthesizerShape {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  /** Channels of the generator at full resolution. */
  readonly channels: number;
}

const square = (x: Tensor) => multiply(x, x);
const meanDistance = (a: Tensor, b: Tensor) => reduceMean(abs(subtract(a, b)));
const sum = (terms: readonly Tensor[]) => terms.reduce((a, b) => add(a, b));

/** Least-squares GAN (Mao et al. 2017): the mean squared distance of the scores from what they should be. */
const distanceTo = (judgement: Judgement, target: number) =>
  reduceMean(square(subtract(judgement.scores, target)));

/** What one step is fed, all of one batch. */
function batchInputs({ batch, height, width }: SynthesizerShape) {
  const plane = [batch, 1, height, width];
  return {
    image: input('image', [batch, 3, height, width]),
    mask: input('mask', plane),
    fov: input('fov', plane),
    noise: input('noise', plane),
    diagnosis: input('diagnosis', [batch, 3, 1, 1]),
    otherDiagnosis: input('otherDiagnosis', [batch, 3, 1, 1]),
    style: input('style', [batch, styleSize, 1, 1]),
  };
}
type Inputs = ReturnType<typeof batchInputs>;

/** Two discriminators: one looks at texture at full resolution, one at the whole at half of it. */
function judge(scope: Scope, image: Tensor, mask: Tensor, diagnosis: Tensor): readonly Judgement[] {
  const half = (x: Tensor) => averagePool(x, 2);
  return [
    discriminator(within(scope, 'fine'), image, mask, diagnosis, [24, 48, 96, 128]),
    discriminator(within(scope, 'coarse'), half(image), half(mask), diagnosis, [32, 64, 128, 192]),
  ];
}

/** L1 between the activations of the real and the synthetic photograph of one mask (Wang et al. 2018, pix2pixHD). */
function featureDistance(real: readonly Judgement[], fake: readonly Judgement[]): Tensor {
  return sum(
    real.flatMap((judgement, index) =>
      judgement.features.map((feature, layer) => meanDistance(feature, fake[index]!.features[layer]!)),
    ),
  );
}

/** Pixels decide grain and edges, means over 8 x 8 pixels the colours. */
function pixelLosses(fake: Tensor, real: Tensor) {
  return {
    pixels: meanDistance(fake, real),
    colours: meanDistance(averagePool(fake, 8), averagePool(real, 8)),
  };
}

export interface SynthesizerStep {
  readonly step: TrainingStep;
  readonly groups: { readonly generator: ParameterGroup; readonly discriminators: ParameterGroup };
  /** Of the generator; inputs as in GeneratorInputs. */
  compileStatistics(): Promise<StatisticsPass>;
}

/** The generator's and the discriminators' weights with their places. */
function synthesizerGroups(shape: SynthesizerShape) {
  const inputs = batchInputs(shape);
  return {
    generator: collectParameters('generator', (scope) => generator(scope, inputs, shape.channels)),
    discriminators: collectParameters('discriminators', (scope) =>
      judge(scope, inputs.image, inputs.mask, inputs.diagnosis),
    ),
  };
}

function losses(inputs: Inputs, generatorScope: Scope, discriminatorScope: Scope, channels: number) {
  const { image, mask, diagnosis } = inputs;
  const fake = generator(generatorScope, inputs, channels);
  const onReal = judge(discriminatorScope, image, mask, diagnosis);
  const onFake = judge(discriminatorScope, fake, mask, diagnosis);
  const onMislabelled = judge(discriminatorScope, image, mask, inputs.otherDiagnosis);
  const { pixels, colours } = pixelLosses(fake, image);
  const features = featureDistance(onReal, onFake);
  const adversarial = sum(onFake.map((judgement) => distanceTo(judgement, 1)));
  return {
    generator: sum([adversarial, features, pixels, multiply(colours, 10)]),
    // A photograph under another diagnosis counts as synthetic, with less weight: the classes overlap.
    discriminators: sum([
      ...onReal.map((judgement) => distanceTo(judgement, 1)),
      ...onFake.map((judgement) => distanceTo(judgement, 0)),
      multiply(distanceTo(onMislabelled[1]!, 0), 0.3),
    ]),
    adversarial,
    features,
    pixels,
    colours,
  };
}

/**
 * One step of the GAN as one graph: the synthetic images are computed once, and generator and discriminators go
 * down their own losses together. Adam with a first moment as
 * short as DCGAN's (Radford et al. 2016).
 */
export async function compileSynthesizerStep(
  shape: SynthesizerShape,
  engine: Engine,
): Promise<SynthesizerStep> {
  const groups = synthesizerGroups(shape);
  const generatorScope = new TrainingScope(groups.generator);
  const discriminatorScope = new TrainingScope(groups.discriminators);
  const {
    generator: generatorLoss,
    discriminators: discriminatorLoss,
    ...parts
  } = losses(batchInputs(shape), generatorScope, discriminatorScope, shape.channels);
  const adam = { beta1: 0.5, beta2: 0.99 };
  const step = await compileStep(
    [
      { scope: generatorScope, loss: generatorLoss, ...adam },
      { scope: discriminatorScope, loss: discriminatorLoss, ...adam },
    ],
    { generatorLoss, discriminatorLoss, ...parts },
    engine,
  );
  return { step, groups, compileStatistics: () => compileStatistics(generatorScope, engine) };
}
