import type { Draft, ReviewDetail } from '../../../shared/api/review.ts';
import { applyPatch } from '../mask/patch.ts';
import type { Edit, SessionParts } from './edit-session.ts';
import { getEditBits, getMask } from './requests.ts';

/** At once; a browser allows six to a host. */
const concurrentReads = 6;

/**
 * An image's mask as it was left: its base with the draft's edits, null when there is none.
 * @throws ServiceError
 */
export async function loadMask(
  { image, mask, draft }: ReviewDetail,
  signal: AbortSignal,
): Promise<Pick<SessionParts, 'baseMaskId' | 'mask' | 'edits' | 'cursor'> | null> {
  const baseMaskId = draft?.baseMaskId ?? mask?.id;
  if (baseMaskId === undefined) return null;
  const [base, edits] = await Promise.all([
    getMask(baseMaskId, image, signal),
    draft ? loadEdits(image.id, draft, signal) : [],
  ]);
  const cursor = draft?.cursor ?? 0;
  for (const { patch } of edits.slice(0, cursor)) applyPatch(base, patch);
  return { baseMaskId, mask: base, edits, cursor };
}

async function loadEdits(imageId: number, { edits }: Draft, signal: AbortSignal): Promise<Edit[]> {
  const loaded: Edit[] = [];
  const rest = edits.values();
  const worker = async () => {
    for (const { position, label, left, top, width, height } of rest) {
      const bits = await getEditBits(imageId, position, signal);
      loaded[position] = { label, patch: { rectangle: { left, top, width, height }, bits } };
    }
  };
  await Promise.all(Array.from({ length: concurrentReads }, worker));
  return loaded;
}
