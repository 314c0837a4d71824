import { type Insertable, type Selectable, sql } from 'kysely';
import type { MaskVersion, Verdict } from '../../shared/api/images.ts';
import type { MaskOrigin } from '../../shared/domain.ts';
import { now, required } from './columns.ts';
import type { Project } from './project.ts';
import type { MasksTable } from './schema.ts';

export type MaskRow = Selectable<MasksTable>;

/** A predicted mask names its model, an edited one its parent, a mask of the same image. */
export type NewMask = Omit<Insertable<MasksTable>, 'id' | 'version' | 'createdAt'>;

/** The row to insert; the database gives it the image's next version number within the same statement. */
export function maskValues(mask: NewMask) {
  return {
    ...mask,
    version: sql<number>`(select coalesce(max(version), 0) + 1 from masks where image_id = ${mask.imageId})`,
    createdAt: now(),
  };
}

export async function addMask(project: Project, mask: NewMask): Promise<MaskRow> {
  return project.db.insertInto('masks').values(maskValues(mask)).returningAll().executeTakeFirstOrThrow();
}

/** @throws FundusError 'not-found' */
export async function getMask(project: Project, id: number): Promise<MaskRow> {
  const row = await project.db.selectFrom('masks').selectAll().where('id', '=', id).executeTakeFirst();
  return required(row, `mask ${id}`);
}

/** Removes a mask, unless a draft, another mask or a synthetic image comes from it. */
export async function removeUnusedMask(project: Project, id: number): Promise<void> {
  await project.db
    .deleteFrom('masks')
    .where('id', '=', id)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('drafts')
            .select('baseMaskId')
            .where((eb) => eb.or([eb('baseMaskId', '=', id), eb('savedMaskId', '=', id)])),
        ),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('masks as child').select('id').where('parentId', '=', id))),
    )
    .where(({ not, exists, selectFrom }) =>
      not(exists(selectFrom('syntheticImages').select('id').where('maskId', '=', id))),
    )
    .execute();
}

export interface MaskFilter {
  readonly imageId?: number;
  readonly origins?: readonly MaskOrigin[];
  readonly modelId?: number;
}

/** All versions, by image and version. */
export async function listMasks(project: Project, filter: MaskFilter = {}): Promise<MaskRow[]> {
  let query = project.db.selectFrom('masks').selectAll();
  if (filter.imageId !== undefined) query = query.where('imageId', '=', filter.imageId);
  if (filter.origins) query = query.where('origin', 'in', [...filter.origins]);
  if (filter.modelId !== undefined) query = query.where('modelId', '=', filter.modelId);
  return query.orderBy('imageId').orderBy('version').execute();
}

/** All versions of an image's mask with the names of their models, by version. */
export async function listMaskVersions(project: Project, imageId: number): Promise<MaskVersion[]> {
  return project.db
    .selectFrom('masks')
    .leftJoin('models', 'models.id', 'masks.modelId')
    .select(['masks.id', 'imageId', 'version', 'origin', 'masks.sha256', 'probabilitySha256', 'observer'])
    .select(['models.name as model', 'parentId', 'masks.createdAt'])
    .where('imageId', '=', imageId)
    .orderBy('version')
    .execute();
}

/** The newest mask of an image, of these origins where given. */
export async function latestMask(
  project: Project,
  imageId: number,
  origins?: readonly MaskOrigin[],
): Promise<MaskRow | undefined> {
  return (await listMasks(project, { imageId, ...(origins && { origins }) })).at(-1);
}

/** The newest mask of every image that has one, of these origins where given. */
export async function latestMasks(project: Project, origins?: readonly MaskOrigin[]): Promise<MaskRow[]> {
  const masks = await listMasks(project, origins && { origins });
  return [...new Map(masks.map((mask) => [mask.imageId, mask])).values()];
}

/** What a person said of an image's vessel mask, null when nothing yet. */
export async function getVerdict(project: Project, imageId: number): Promise<Verdict | null> {
  const row = await project.db
    .selectFrom('reviews')
    .select('verdict')
    .where('imageId', '=', imageId)
    .executeTakeFirst();
  return row?.verdict ?? null;
}

/** Notes a verdict in place of an earlier one; null takes it back. */
export async function setVerdict(project: Project, imageId: number, verdict: Verdict | null): Promise<void> {
  if (verdict === null) {
    await project.db.deleteFrom('reviews').where('imageId', '=', imageId).execute();
    return;
  }
  const createdAt = now();
  await project.db
    .insertInto('reviews')
    .values({ imageId, verdict, createdAt })
    .onConflict((conflict) => conflict.column('imageId').doUpdateSet({ verdict, createdAt }))
    .execute();
}
