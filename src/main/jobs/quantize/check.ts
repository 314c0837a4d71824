import { FundusError } from '../../../shared/errors.ts';
import { parseCard } from '../../models/card.ts';
import { nearestInScale } from '../../models/judging-segmenter.ts';
import type { ModelCard } from '../../networks/card.ts';
import { countTrainingImages, listImages } from '../../store/images.ts';
import { type ModelRow, requireModel } from '../../store/models.ts';
import type { Project } from '../../store/project.ts';

/** A float32 model that can be quantised. */
export interface QuantizationSource {
  readonly model: ModelRow;
  /** With the name that the model has in the project. */
  readonly card: ModelCard;
}

/**
 * Finds a model to quantise, and makes sure that there is what that needs.
 * @param name of the model
 * @throws FundusError 'not-found'; 'bad-model' for one that is int8 already or whose card is not complete; 'no-data'
 *   without annotated training images, or for a synthesizer without a float32 segmenter that judges its pictures
 */
export async function quantizationSource(project: Project, name: string): Promise<QuantizationSource> {
  const model = await requireModel(project, name);
  const card = { ...parseCard(model), name };
  refuseInt8(card);
  await requireTrainingImages(project);
  if (card.kind === 'synthesizer') await nearestInScale(project, card);
  return { model, card };
}

function refuseInt8({ name, quantization }: ModelCard): void {
  if (!quantization) return;
  throw new FundusError('bad-model', `"${name}" is int8 already`, {
    hint: `quantise "${quantization.source.name}", which it was made from`,
  });
}

async function requireTrainingImages(project: Project): Promise<void> {
  if ((await countTrainingImages(project, 'train')) > 0) return;
  const images = await listImages(project, { split: 'train' });
  if (images.length === 0) {
    throw new FundusError('no-data', 'The training split has no photograph to calibrate on', {
      hint: 'assign photographs with vessel annotations to it, or import some into it',
    });
  }
  throw new FundusError('no-data', 'No photograph of the training split has a vessel annotation', {
    hint: 'import annotations, or repair and accept masks in Review: the accuracy is judged by them',
  });
}
