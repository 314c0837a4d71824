import { type Insertable, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { ImageItem, UpdateImages } from '../../shared/api/images.ts';
import type { Diagnosis, MaskOrigin, Sha256, Split } from '../../shared/domain.ts';
import { idIn, now, parseColumn, requireAll, required } from './columns.ts';
import { maskValues, type NewMask } from './masks.ts';
import type { Project } from './project.ts';
import type { FovsTable, ImagesTable } from './schema.ts';

export interface ImageRow extends Omit<Selectable<ImagesTable>, 'stripped'> {
  readonly stripped: string[];
  readonly split: Split | null;
}
export type FovRow = Selectable<FovsTable>;

export interface NewImage extends Omit<Insertable<ImagesTable>, 'id' | 'stripped' | 'createdAt'> {
  readonly stripped: readonly string[];
}

/** What belongs to an image from the start. Masks are numbered in the order given. */
export interface ImageParts {
  readonly fov: Omit<FovRow, 'imageId'>;
  readonly masks?: readonly Omit<NewMask, 'imageId'>[];
  readonly split?: Split;
}

/** Adds an image with its FOV, masks and split: all of it or nothing. Its files must be stored already. */
export async function addImage(project: Project, image: NewImage, parts: ImageParts): Promise<ImageRow> {
  const id = await project.db.transaction().execute(async (transaction) => {
    const values = { ...image, stripped: JSON.stringify(image.stripped), createdAt: now() };
    const row = await transaction
      .insertInto('images')
      .values(values)
      .returning('id')
      .executeTakeFirstOrThrow();
    await transaction
      .insertInto('fovs')
      .values({ imageId: row.id, ...parts.fov })
      .execute();
    for (const mask of parts.masks ?? []) {
      await transaction
        .insertInto('masks')
        .values(maskValues({ imageId: row.id, ...mask }))
        .execute();
    }
    if (parts.split) {
      await transaction.insertInto('splits').values({ imageId: row.id, split: parts.split }).execute();
    }
    return row.id;
  });
  return getImage(project, id);
}

export interface ImageFilter {
  readonly split?: Split;
  readonly diagnosis?: Diagnosis;
  readonly ids?: readonly number[];
}

/** The images by name. */
export async function listImages(project: Project, filter: ImageFilter = {}): Promise<ImageRow[]> {
  let query = selectImages(project);
  if (filter.split) query = query.where('splits.split', '=', filter.split);
  if (filter.diagnosis) query = query.where('images.diagnosis', '=', filter.diagnosis);
  if (filter.ids) query = query.where('images.id', 'in', [...filter.ids]);
  return (await query.orderBy('images.name').execute()).map(toImageRow);
}

/** What lists show of the images, by name; of all, or of those with these ids. */
export async function listImageItems(project: Project, ids?: readonly number[]): Promise<ImageItem[]> {
  const count = (origin: MaskOrigin) => sql<number>`count(*) filter (where origin = ${origin})`.as(origin);
  let query = project.db
    .selectFrom('images')
    .leftJoin('splits', 'splits.imageId', 'images.id')
    .leftJoin('reviews', 'reviews.imageId', 'images.id')
    .leftJoin(
      (from) =>
        from
          .selectFrom('masks')
          .select('imageId')
          .select([count('annotated'), count('predicted'), count('edited')])
          .groupBy('imageId')
          .as('counts'),
      (join) => join.onRef('counts.imageId', '=', 'images.id'),
    )
    .select(['id', 'name', 'width', 'height', 'diagnosis', 'split', 'verdict', 'sha256', 'extension'])
    .select(['thumbnailSha256', 'annotated', 'predicted', 'edited']);
  if (ids) query = query.where(idIn('images.id', ids));
  const rows = await query.orderBy('images.name').execute();
  return rows.map(({ annotated, predicted, edited, ...image }) => ({
    ...image,
    masks: { annotated: annotated ?? 0, predicted: predicted ?? 0, edited: edited ?? 0 },
  }));
}

/** @throws FundusError 'not-found' */
export async function getImage(project: Project, id: number): Promise<ImageRow> {
  const row = await selectImages(project).where('images.id', '=', id).executeTakeFirst();
  return toImageRow(required(row, `image ${id}`));
}

export async function findImageByName(project: Project, name: string): Promise<ImageRow | undefined> {
  const row = await selectImages(project).where('images.name', '=', name).executeTakeFirst();
  return row && toImageRow(row);
}

export async function findImageBySha256(project: Project, sha256: Sha256): Promise<ImageRow | undefined> {
  const row = await selectImages(project).where('images.sha256', '=', sha256).executeTakeFirst();
  return row && toImageRow(row);
}

/** @throws FundusError 'not-found' */
export async function getFov(project: Project, imageId: number): Promise<FovRow> {
  const row = await project.db
    .selectFrom('fovs')
    .selectAll()
    .where('imageId', '=', imageId)
    .executeTakeFirst();
  return required(row, `FOV of image ${imageId}`);
}

export async function setSplit(project: Project, imageId: number, split: Split): Promise<void> {
  await project.db
    .insertInto('splits')
    .values({ imageId, split })
    .onConflict((conflict) => conflict.column('imageId').doUpdateSet({ split }))
    .execute();
}

/**
 * Sets the class and the split of images, whichever is given; null clears. All of them or none.
 * @throws FundusError 'not-found' when one of them is not there
 */
export async function updateImages(project: Project, { ids, diagnosis, split }: UpdateImages): Promise<void> {
  await project.db.transaction().execute(async (transaction) => {
    // Written even where it changes nothing: it takes the lock and counts the images.
    const { numUpdatedRows } = await transaction
      .updateTable('images')
      .set(diagnosis === undefined ? (eb) => ({ diagnosis: eb.ref('diagnosis') }) : { diagnosis })
      .where(idIn('id', ids))
      .executeTakeFirstOrThrow();
    requireAll('images', ids, Number(numUpdatedRows));
    if (split === undefined) return;
    await transaction.deleteFrom('splits').where(idIn('imageId', ids)).execute();
    if (split === null) return;
    await transaction
      .insertInto('splits')
      .columns(['imageId', 'split'])
      .expression((eb) =>
        eb
          .selectFrom('images')
          .select(['id', eb.val(split).as('split')])
          .where(idIn('id', ids)),
      )
      .execute();
  });
}

function selectImages(project: Project) {
  return project.db
    .selectFrom('images')
    .leftJoin('splits', 'splits.imageId', 'images.id')
    .selectAll('images')
    .select('splits.split');
}

const strippedSchema = z.array(z.string());

function toImageRow(row: Selectable<ImagesTable> & { split: Split | null }): ImageRow {
  return { ...row, stripped: parseColumn(strippedSchema, row.stripped, 'images.stripped') };
}

/** How many images of a split have a mask that networks may learn from: annotated or edited, and not rejected. */
export async function countTrainingImages(project: Project, split: Split): Promise<number> {
  const { count } = await project.db
    .selectFrom('splits')
    .leftJoin('reviews', 'reviews.imageId', 'splits.imageId')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('splits.split', '=', split)
    .where('reviews.verdict', 'is distinct from', 'rejected')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('masks')
          .select('masks.id')
          .whereRef('masks.imageId', '=', 'splits.imageId')
          .where('masks.origin', 'in', ['annotated', 'edited']),
      ),
    )
    .executeTakeFirstOrThrow();
  return count;
}
