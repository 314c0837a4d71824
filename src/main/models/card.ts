import { FundusError } from '../../shared/errors.ts';
import { type ModelCard, modelCardSchema } from '../networks/card.ts';
import type { ModelRow } from '../store/models.ts';

/** @throws FundusError 'bad-model' when the card is not complete */
export function parseCard({ name, card }: ModelRow): ModelCard {
  const result = modelCardSchema.safeParse(card);
  if (result.success) return result.data;
  throw new FundusError('bad-model', `The card of "${name}" is not complete`, { cause: result.error });
}
