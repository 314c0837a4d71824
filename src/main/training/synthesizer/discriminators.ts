import { reductionsOf } from '../../../shared/synthesizer-canvas.ts';
import {
  abs,
  add,
  averagePool,
  concat,
  constant,
  divide,
  matMul,
  multiply,
  reduceMean,
  reduceSum,
  reshape,
  slice,
  step,
  subtract,
  transpose,
} from '../../graph/operators.ts';
import type { Tensor } from '../../graph/tensor.ts';
import {
  type Discrimination,
  type DiscriminatorLayers,
  discriminator,
} from '../../networks/discriminator.ts';
import { type Scope, within } from '../../networks/layers.ts';
import type { SynthesizerTensors } from './inputs.ts';

/** The three discriminators: one looks at crops in full resolution, the others at the whole, reduced. */
export const scales = ['fine', 'middle', 'coarse'] as const;
export type Scale = (typeof scales)[number];

/** @param width channels of the first layer of the two finer ones */
export function discriminatorOf(
  scope: Scope,
  scale: Scale,
  width: number,
  [image, condition, diagnosis]: readonly [Tensor, Tensor, Tensor],
): Discrimination {
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

export type Discriminations = Readonly<Record<Scale, Discrimination>>;

export interface Discriminated {
  readonly onReal: Discriminations;
  readonly onFake: Discriminations;
  /** What is said of the photographs with another diagnosis, by the two that see the whole. */
  readonly onMislabelled: readonly Discrimination[];
  /** What the coarse one saw of the photographs. */
  readonly coarseView: Tensor;
}

/**
 * What each discriminator says of the photographs and of what is made. Photographs and what is made of the same masks
 * are shown to the finer two with the same change of colours, to the coarse one as they are.
 * @param fake [B,3,H,W], made to show `diagnosis` [B,3,1,1]
 */
export function discriminateAll(
  scope: Scope,
  width: number,
  tensors: SynthesizerTensors,
  fake: { readonly image: Tensor; readonly diagnosis: Tensor },
  crops: Crops,
): Discriminated {
  const { image, fov, colourChange } = tensors;
  const shown = (x: Tensor) => viewsOf(crops, changeColours(x, fov, colourChange), x);
  const conditions = viewsOf(crops, concat([tensors.mask, fov], 1));
  const discriminate = (scale: Scale, views: Views, diagnosis: Tensor) =>
    discriminatorOf(scope, scale, width, [
      views[scale],
      conditions[scale],
      scale === 'fine' ? crops.repeat(diagnosis) : diagnosis,
    ]);
  const discriminateEach = (views: Views, diagnosis: Tensor): Discriminations => ({
    fine: discriminate('fine', views, diagnosis),
    middle: discriminate('middle', views, diagnosis),
    coarse: discriminate('coarse', views, diagnosis),
  });
  const real = shown(image);
  return {
    onReal: discriminateEach(real, tensors.diagnosis),
    onFake: discriminateEach(shown(fake.image), fake.diagnosis),
    onMislabelled: [
      discriminate('middle', real, tensors.otherDiagnosis),
      discriminate('coarse', real, tensors.otherDiagnosis),
    ],
    coarseView: real.coarse,
  };
}

/** How much better each discriminator thinks of photographs than of synthetic ones: 0 cannot tell, 1 is sure. */
export const gaps = ({ onReal, onFake }: Discriminated): Record<string, Tensor> =>
  Object.fromEntries(
    scales.map((scale) => [
      `${scale}Gap`,
      subtract(reduceMean(onReal[scale].scores), reduceMean(onFake[scale].scores)),
    ]),
  );

/** Part number `index` of `count` along an axis of a tensor. */
function column(x: Tensor, index: number): Tensor {
  const [n] = x.shape as [number];
  return slice(x, [0, index, 0, 0], [n, index + 1, 1, 1]);
}

/**
 * Brightness, contrast and saturation changed inside the field of view, outside black. Contrast is about the mean
 * of the picture, saturation about the mean of a pixel's channels.
 * @param image [N,3,H,W]
 * @param fov [N,1,H,W]
 * @param change [N,3,1,1]: what is added, factor of the contrast, factor of the saturation
 */
export function changeColours(image: Tensor, fov: Tensor, change: Tensor): Tensor {
  const [brightness, contrast, saturation] = [0, 1, 2].map((index) => column(change, index)) as [
    Tensor,
    Tensor,
    Tensor,
  ];
  const mean = divide(
    reduceSum(multiply(image, fov), [1, 2, 3]),
    add(multiply(reduceSum(fov, [1, 2, 3]), 3), 1),
  );
  const contrasted = add(multiply(subtract(image, mean), contrast), add(mean, brightness));
  const grey = reduceMean(contrasted, [1]);
  const changed = add(multiply(subtract(contrasted, grey), saturation), grey);
  return subtract(multiply(add(changed, 1), fov), 1);
}

const count = (length: number) => [...Array(length).keys()];

/** [side, length]: 1 where a place of the crop lies on the axis. */
function cropMatrix(start: Tensor, side: number, length: number): Tensor {
  const wanted = add(constant(count(side), [side, 1]), start);
  return step(subtract(0.5, abs(subtract(constant(count(length), [1, length]), wanted))));
}

export interface Crops {
  /** From [N,C,H,W] to the crops of N pictures as one batch: all of the first picture, then all of the second, ... */
  readonly of: (x: Tensor) => Tensor;
  /** From [N,C,1,1] to what belongs to each of these crops. */
  readonly repeat: (x: Tensor) => Tensor;
}

/**
 * Square crops, narrower where the pictures are; pictures that are no larger are left whole. As products with
 * matrices of zeros and ones, they pass gradients of any order and have fixed shapes wherever they lie.
 * @param places [M,2]: top and left of each crop
 */
export function cropsAt(places: Tensor, side: number, height: number, width: number): Crops {
  const [h, w] = [Math.min(side, height), Math.min(side, width)];
  if (h === height && w === width) return { of: (x) => x, repeat: (x) => x };
  const [crops] = places.shape as [number, number];
  const start = (index: number, axis: number) => slice(places, [index, axis], [index + 1, axis + 1]);
  const matrices = count(crops).map((index) => ({
    rows: cropMatrix(start(index, 0), h, height),
    columns: transpose(cropMatrix(start(index, 1), w, width), [1, 0]),
  }));
  return {
    of: (x) =>
      stack(
        matrices.map(({ rows, columns }) => {
          const cut = h === height ? x : matMul(rows, x);
          return w === width ? cut : matMul(cut, columns);
        }),
      ),
    repeat: (x) => stack(matrices.map(() => x)),
  };
}

/** Tensors [N,...] of equal shape as [N M,...], those of one N together. */
function stack(tensors: readonly Tensor[]): Tensor {
  const [n, ...rest] = tensors[0]!.shape as [number, ...number[]];
  const joined = concat(
    tensors.map((x) => reshape(x, [n, 1, ...rest])),
    1,
  );
  return reshape(joined, [n * tensors.length, ...rest]);
}
