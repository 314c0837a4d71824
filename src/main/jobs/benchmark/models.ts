import type { ModelKind } from '../../../shared/domain.ts';
import { FundusError } from '../../../shared/errors.ts';
import { chooseModel } from '../../models/open.ts';
import { type ModelCard, modelCardSchema } from '../../networks/card.ts';
import { listModels, type ModelRow } from '../../store/models.ts';
import type { Project } from '../../store/project.ts';

export interface CardedModel {
  readonly row: ModelRow;
  readonly card: ModelCard;
}

/** A float32 model with the int8 ones that were made from it, oldest first. */
export interface ModelFamily {
  readonly fp32: CardedModel;
  readonly int8: readonly CardedModel[];
}

/** Those models of a project whose cards are complete, oldest first. */
export async function modelFamilies(project: Project): Promise<ModelFamily[]> {
  const models = (await listModels(project)).flatMap((row) => {
    const card = modelCardSchema.safeParse(row.card).data;
    return card ? [{ row, card }] : [];
  });
  return models
    .filter(({ card }) => !card.quantization)
    .map((fp32) => ({
      fp32,
      int8: models.filter(({ card }) => card.quantization?.source.sha256 === fp32.row.sha256),
    }));
}

/** Whether one of them is what is used where none is named. */
export const isInUse = ({ fp32, int8 }: ModelFamily) => [fp32, ...int8].some(({ row }) => row.isCurrent);

/** What int8 is measured by: the model in use, else the newest. */
export const int8Of = ({ int8 }: ModelFamily) => int8.find(({ row }) => row.isCurrent) ?? int8.at(-1);

/**
 * The family of a float32 model, by default of the kind's current model.
 * @returns undefined when the project has no such current model
 * @throws FundusError 'not-found' when there is no model of that name; 'bad-model' when it is of the other kind,
 *   int8, or its card is not complete
 */
export async function chooseFamily(
  project: Project,
  kind: ModelKind,
  name: string | undefined,
): Promise<ModelFamily | undefined> {
  const families = (await modelFamilies(project)).filter(({ fp32 }) => fp32.card.kind === kind);
  if (name === undefined) return families.find(isInUse);
  const row = await chooseModel(project, kind, name);
  const family = families.find(({ fp32 }) => fp32.row.id === row.id);
  if (family) return family;
  const source = modelCardSchema.safeParse(row.card).data?.quantization?.source.name;
  throw source === undefined
    ? new FundusError('bad-model', `The card of "${name}" is not complete`)
    : new FundusError('bad-model', `"${name}" is int8; a benchmark is of float32 models`, {
        hint: `name "${source}", which it was made from: its int8 models are measured with it`,
      });
}
