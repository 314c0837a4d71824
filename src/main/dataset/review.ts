import { promisify } from 'node:util';
import { inflateRaw } from 'node:zlib';
import type { Verdict } from '../../shared/api/images.ts';
import type { PatchQuery, PatchRectangle } from '../../shared/api/review.ts';
import { FundusError } from '../../shared/errors.ts';
import { flipBits } from '../../shared/mask-bits.ts';
import { decodeMask } from '../imaging/decode.ts';
import { encodePng } from '../imaging/encode.ts';
import type { Mask } from '../imaging/raster.ts';
import { addEdit, getDraft, listAppliedEdits, noDraft, setSavedMask } from '../store/drafts.ts';
import { getImage } from '../store/images.ts';
import { addMask, getMask, listMasks, type MaskRow, removeUnusedMask, setVerdict } from '../store/masks.ts';
import type { Project } from '../store/project.ts';
import { presentMask } from './stored-images.ts';

const inflate = promisify(inflateRaw);

/**
 * Adds a stroke to an image's draft, durably.
 *
 * @param deflated the patch's bits, raw-deflated
 * @throws FundusError 'usage' when the patch does not lie in the image, is not what its rectangle says, or does not
 *   follow the draft's edits; 'not-found'
 */
export async function addStroke(
  project: Project,
  imageId: number,
  { baseMaskId, ...edit }: PatchQuery,
  deflated: Uint8Array,
): Promise<void> {
  const image = await getImage(project, imageId);
  const base = await getMask(project, baseMaskId);
  if (base.imageId !== imageId) {
    throw new FundusError('usage', `Mask ${baseMaskId} is not one of image ${imageId}`);
  }
  if (edit.left + edit.width > image.width || edit.top + edit.height > image.height) {
    throw new FundusError(
      'usage',
      `The edit spans ${edit.width} x ${edit.height} pixels from (${edit.left}, ${edit.top}); the image has ${image.width} x ${image.height}`,
    );
  }
  await inflatePatch(edit, deflated);
  await addEdit(project, imageId, baseMaskId, { ...edit, bits: deflated });
}

/** The bits of a patch. @throws FundusError 'usage' when they are not as many as its rectangle has pixels */
export async function inflatePatch(
  { width, height }: PatchRectangle,
  deflated: Uint8Array,
): Promise<Uint8Array> {
  const expected = Math.ceil((width * height) / 8);
  const problem = `Expected the ${expected} bytes of a patch of ${width} x ${height} pixels, raw-deflated`;
  const bits = await inflate(deflated, { maxOutputLength: expected }).catch((cause: unknown) => {
    const found = cause instanceof RangeError ? 'more' : 'something else';
    throw new FundusError('usage', `${problem}; found ${found}`, { cause });
  });
  if (bits.length === expected) return bits;
  throw new FundusError('usage', `${problem}; found ${bits.length}`);
}

/** The mask that an image's draft has become. @throws FundusError 'not-found' without a draft */
export async function draftMask(project: Project, imageId: number): Promise<Mask> {
  const draft = await getDraft(project, imageId);
  if (!draft) throw noDraft(imageId);
  const base = await getMask(project, draft.baseMaskId);
  const mask = await decodeMask(await project.files.read(base.sha256, 'png'));
  for (const edit of await listAppliedEdits(project, imageId)) {
    flipBits(mask.data, mask.width, edit, await inflatePatch(edit, edit.bits));
  }
  return mask;
}

/**
 * Saves the draft's state as a version of the mask, unless the image's mask is equal to it already.
 * @returns the version that holds the state
 * @throws FundusError 'not-found' without a draft
 */
export async function saveDraft(project: Project, imageId: number): Promise<MaskRow> {
  const draft = await getDraft(project, imageId);
  if (!draft) throw noDraft(imageId);
  const sha256 = await project.files.put(await encodePng(await draftMask(project, imageId)), 'png');
  const present = presentMask(await listMasks(project, { imageId }));
  const isNew = present?.sha256 !== sha256;
  const parentId = draft.baseMaskId;
  const saved = isNew ? await addMask(project, { imageId, origin: 'edited', sha256, parentId }) : present;
  await setSavedMask(project, imageId, saved.id);
  return saved;
}

/**
 * Notes what a person says of an image's mask. Accepting saves the draft first; a prediction that is accepted as it
 * is becomes a version that the person stands for, so that a later segmentation does not put another in its place.
 * Any other verdict takes that back.
 *
 * @throws FundusError 'no-data' when there is no mask to accept, 'not-found'
 */
export async function review(project: Project, imageId: number, verdict: Verdict | null): Promise<void> {
  const { name } = await getImage(project, imageId);
  if (verdict === 'accepted') {
    if (await getDraft(project, imageId)) await saveDraft(project, imageId);
    const present = presentMask(await listMasks(project, { imageId }));
    if (!present) {
      throw new FundusError('no-data', `${name} has no vessel mask that could be accepted`, {
        hint: 'extract one first',
      });
    }
    if (present.origin === 'predicted') await adopt(project, present);
  } else {
    await disown(project, imageId);
  }
  await setVerdict(project, imageId, verdict);
}

async function adopt(project: Project, { id, imageId, sha256 }: MaskRow): Promise<void> {
  const adopted = await addMask(project, { imageId, origin: 'edited', sha256, parentId: id });
  if (await getDraft(project, imageId)) await setSavedMask(project, imageId, adopted.id);
}

/** Whether a mask is a prediction that was accepted as it was. @param versions of its image */
export function isAdopted(mask: MaskRow, versions: readonly MaskRow[]): boolean {
  const parent = versions.find(({ id }) => id === mask.parentId);
  return mask.origin === 'edited' && parent?.origin === 'predicted' && parent.sha256 === mask.sha256;
}

/** Removes the newest version where it is an adopted prediction that nothing has come of. */
async function disown(project: Project, imageId: number): Promise<void> {
  const versions = await listMasks(project, { imageId });
  const newest = versions.at(-1);
  if (!newest || !isAdopted(newest, versions)) return;
  await removeUnusedMask(project, newest.id);
}
