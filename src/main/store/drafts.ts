import type { Draft, DraftEdit } from '../../shared/api/review.ts';
import { FundusError } from '../../shared/errors.ts';
import type { Project } from './project.ts';

/** An edit with its bits, raw-deflated. */
export interface StoredEdit extends DraftEdit {
  readonly bits: Uint8Array;
}

/** An image's draft, null when its mask is not being edited. */
export async function getDraft(project: Project, imageId: number): Promise<Draft | null> {
  const draft = await project.db
    .selectFrom('drafts')
    .selectAll()
    .where('imageId', '=', imageId)
    .executeTakeFirst();
  if (!draft) return null;
  const edits = await selectEdits(project, imageId).execute();
  const { baseMaskId, cursor, savedMaskId } = draft;
  return { baseMaskId, cursor, edits, savedMaskId };
}

/** The edits that the draft's present state has, in order. */
export async function listAppliedEdits(project: Project, imageId: number): Promise<StoredEdit[]> {
  return selectEdits(project, imageId)
    .select('bits')
    .innerJoin('drafts', 'drafts.imageId', 'draftEdits.imageId')
    .whereRef('position', '<', 'drafts.cursor')
    .execute();
}

/** @throws FundusError 'not-found' */
export async function getEdit(project: Project, imageId: number, position: number): Promise<StoredEdit> {
  const edit = await selectEdits(project, imageId)
    .select('bits')
    .where('position', '=', position)
    .executeTakeFirst();
  if (edit) return edit;
  throw new FundusError('not-found', `The draft of image ${imageId} has no edit ${position}`);
}

/**
 * Adds an edit in place of those from its position on and moves the cursor behind it, durably and at once; the first
 * one begins the draft.
 *
 * @param baseMaskId a mask of the image: the draft's
 * @throws FundusError 'usage' when the draft has another base, or fewer edits than come before this one
 */
export async function addEdit(
  project: Project,
  imageId: number,
  baseMaskId: number,
  { position, label, left, top, width, height, bits }: StoredEdit,
): Promise<void> {
  await project.db.transaction().execute(async (transaction) => {
    // Written first even where it changes nothing: it takes the lock that the reads below rely on.
    const draft = await transaction
      .insertInto('drafts')
      .values({ imageId, baseMaskId, cursor: 0, savedMaskId: null })
      .onConflict((conflict) => conflict.column('imageId').doUpdateSet({ savedMaskId: null }))
      .returning('baseMaskId')
      .executeTakeFirstOrThrow();
    if (draft.baseMaskId !== baseMaskId) throw otherBase(imageId, draft.baseMaskId, baseMaskId);
    const { count } = await transaction
      .selectFrom('draftEdits')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where('imageId', '=', imageId)
      .executeTakeFirstOrThrow();
    if (position > count) throw notFollowing(imageId, position, count);
    await transaction
      .deleteFrom('draftEdits')
      .where('imageId', '=', imageId)
      .where('position', '>=', position)
      .execute();
    await transaction
      .insertInto('draftEdits')
      .values({
        ...{ imageId, position, label, width, height },
        leftPx: left,
        topPx: top,
        bits: Buffer.from(bits),
      })
      .execute();
    await transaction
      .updateTable('drafts')
      .set({ cursor: position + 1 })
      .where('imageId', '=', imageId)
      .execute();
  });
}

/**
 * Undoes or redoes: the first `cursor` edits are those that count.
 * @throws FundusError 'not-found' without a draft, 'usage' when it has fewer edits
 */
export async function setCursor(project: Project, imageId: number, cursor: number): Promise<void> {
  const draft = await getDraft(project, imageId);
  if (!draft) throw noDraft(imageId);
  if (cursor > draft.edits.length) {
    throw new FundusError(
      'usage',
      `The draft of image ${imageId} has ${draft.edits.length} edits; its cursor cannot be ${cursor}`,
    );
  }
  if (cursor === draft.cursor) return;
  await project.db
    .updateTable('drafts')
    .set({ cursor, savedMaskId: null })
    .where('imageId', '=', imageId)
    .execute();
}

/** Notes which version holds the draft's present state. */
export async function setSavedMask(project: Project, imageId: number, savedMaskId: number): Promise<void> {
  await project.db.updateTable('drafts').set({ savedMaskId }).where('imageId', '=', imageId).execute();
}

/** Forgets an image's edits; versions saved from them stay. */
export async function removeDraft(project: Project, imageId: number): Promise<void> {
  await project.db.deleteFrom('drafts').where('imageId', '=', imageId).execute();
}

function selectEdits(project: Project, imageId: number) {
  return project.db
    .selectFrom('draftEdits')
    .select(['position', 'label', 'leftPx as left', 'topPx as top', 'width', 'height'])
    .where('draftEdits.imageId', '=', imageId)
    .orderBy('position');
}

const reload = 'read the draft again: another window may have edited it';

export function noDraft(imageId: number): FundusError {
  return new FundusError('not-found', `The mask of image ${imageId} is not being edited`);
}

function otherBase(imageId: number, expected: number, found: number): FundusError {
  const message = `The draft of image ${imageId} changes mask ${expected}; the edit is one of mask ${found}`;
  return new FundusError('usage', message, { hint: reload });
}

function notFollowing(imageId: number, position: number, count: number): FundusError {
  const message = `The draft of image ${imageId} has ${count} edits; an edit ${position} does not follow them`;
  return new FundusError('usage', message, { hint: reload });
}
