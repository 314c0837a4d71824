/** The three discriminators: what each is, what it is shown, and what it says. */
import { reductionsOf } from '../../../shared/synthesizer-canvas.ts';
import { averagePool, concat, reduceMean, subtract } from '../../graph/operators.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { type DiscriminatorLayers, discriminator, type Judgement } from '../../networks/discriminator.ts';
import { type Scope, within } from '../../networks/layers.ts';
import type { SynthesizerTensors } from './tensors.ts';
import { type Crops, changeColours } from './views.ts';

/** One looks at windows in full resolution, the others at the whole, reduced. */
export const scales = ['fine', 'middle', 'coarse'] as const;
export type Scale = (typeof scales)[number];

/** @param width channels of the first layer of the two finer ones */
export function discriminatorOf(
  scope: Scope,
  scale: Scale,
  width: number,
  [image, condition, diagnosis]: readonly [Tensor, Tensor, Tensor],
): Judgement {
  const factors = scale === 'coarse' ? [0.75, 1.5, 3, 4] : [1, 2, 4, 6];
  const layers: DiscriminatorLayers = {
    widths: factors.map((factor) => Math.round(factor * width)),
    isNormalised: scale !== 'coarse',
  };
  return discriminator(within(scope, scale), image, condition, diagnosis, layers);
}

type Views = Readonly<Record<Scale, Tensor>>;

function viewsOf(crops: Crops, detailed: Tensor, plain = detailed): Views {
  const { middle, coarse } = reductionsOf(detailed.shape[3]!);
  return {
    fine: crops.of(detailed),
    middle: averagePool(detailed, middle),
    coarse: averagePool(plain, coarse),
  };
}

export type Judgements = Readonly<Record<Scale, Judgement>>;

export interface Judged {
  readonly onReal: Judgements;
  readonly onFake: Judgements;
  /** Of the photographs with another diagnosis, by the two that see the whole. */
  readonly onMislabelled: readonly Judgement[];
  /** What the coarse one saw of the photographs. */
  readonly coarseView: Tensor;
}

/**
 * The discriminators' opinions. Photographs and what is made of the same masks are shown to the finer two with the
 * same change of colours, to the coarse one as they are.
 * @param fake [B,3,H,W], made to show `diagnosis` [B,3,1,1]
 */
export function judgeAll(
  scope: Scope,
  width: number,
  tensors: SynthesizerTensors,
  fake: { readonly image: Tensor; readonly diagnosis: Tensor },
  crops: Crops,
): Judged {
  const { image, fov, colourChange } = tensors;
  const shown = (x: Tensor) => viewsOf(crops, changeColours(x, fov, colourChange), x);
  const conditions = viewsOf(crops, concat([tensors.mask, fov], 1));
  const judge = (scale: Scale, views: Views, diagnosis: Tensor) =>
    discriminatorOf(scope, scale, width, [
      views[scale],
      conditions[scale],
      scale === 'fine' ? crops.repeat(diagnosis) : diagnosis,
    ]);
  const judgeEach = (views: Views, diagnosis: Tensor): Judgements => ({
    fine: judge('fine', views, diagnosis),
    middle: judge('middle', views, diagnosis),
    coarse: judge('coarse', views, diagnosis),
  });
  const real = shown(image);
  return {
    onReal: judgeEach(real, tensors.diagnosis),
    onFake: judgeEach(shown(fake.image), fake.diagnosis),
    onMislabelled: [
      judge('middle', real, tensors.otherDiagnosis),
      judge('coarse', real, tensors.otherDiagnosis),
    ],
    coarseView: real.coarse,
  };
}

/** How much better each discriminator thinks of photographs than of synthetic ones: 0 cannot tell, 1 is sure. */
export const gaps = ({ onReal, onFake }: Judged): Record<string, Tensor> =>
  Object.fromEntries(
    scales.map((scale) => [
      `${scale}Gap`,
      subtract(reduceMean(onReal[scale].scores), reduceMean(onFake[scale].scores)),
    ]),
  );
