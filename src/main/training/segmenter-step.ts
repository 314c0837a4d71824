import { input } from '../graph/operators.ts';
import { type UNetOptions, unet } from '../networks/unet.ts';
import type { Engine } from '../runtime/backends.ts';
import { segmentationLoss } from './losses.ts';
import { collectParameters, type ParameterGroup, TrainingScope } from './parameters.ts';
import { compileStatistics, type StatisticsPass } from './statistics.ts';
import { compileStep, type TrainingStep } from './step.ts';

/** Adam's usual rates (Kingma and Ba 2015). */
export const adam = { beta1: 0.9, beta2: 0.999 };

export interface SegmenterStep {
  readonly group: ParameterGroup;
  /**
   * Inputs `image` [N,3,S,S], `vessel` and `fov` [N,1,S,S]; state `segmenter`; reports `loss`, `cross-entropy`
   * and `Dice`.
   */
  readonly step: TrainingStep;
  /** Input `image` [N,3,S,S]. */
  compileStatistics(): Promise<StatisticsPass>;
}

export interface SegmenterShape extends UNetOptions {
  readonly batch: number;
  /** Side of the crops in pixels. */
  readonly crop: number;
}

/** The weights and statistics of a U-Net, with their places. */
export const segmenterGroup = ({ batch, crop, ...network }: SegmenterShape): ParameterGroup =>
  collectParameters('segmenter', (scope) => unet(scope, input('image', [batch, 3, crop, crop]), network));

/** Compiles the training step of a U-Net for batches of `batch` crops of `crop` x `crop` pixels. */
export async function compileSegmenterStep(shape: SegmenterShape, engine: Engine): Promise<SegmenterStep> {
  const { batch, crop } = shape;
  const image = input('image', [batch, 3, crop, crop]);
  const vessel = input('vessel', [batch, 1, crop, crop]);
  const fov = input('fov', [batch, 1, crop, crop]);
  const group = segmenterGroup(shape);
  const scope = new TrainingScope(group);
  const { loss, crossEntropy, dice } = segmentationLoss(unet(scope, image, shape), vessel, fov);
  const metrics = { loss, 'cross-entropy': crossEntropy, Dice: dice };
  return {
    group,
    step: await compileStep([{ scope, loss, ...adam }], metrics, engine),
    compileStatistics: () => compileStatistics(scope, engine),
  };
}
