import { type Insertable, type Selectable, sql } from 'kysely';
import { z } from 'zod';
import type { SyntheticItem, UpdateSynthetic } from '../../shared/api/synthetic.ts';
import type { Sha256 } from '../../shared/domain.ts';
import { idIn, now, parseColumn, requireAll, required } from './columns.ts';
import type { Project } from './project.ts';
import type { SyntheticImagesTable } from './schema.ts';

export interface SyntheticImageRow extends Omit<Selectable<SyntheticImagesTable>, 'style' | 'isKept'> {
  /** The style code that the image was made with. */
  readonly style: number[];
  /** What a person who looked at it said: false when discarded, null when undecided. */
  readonly isKept: boolean | null;
}

export interface NewSyntheticImage
  extends Omit<Insertable<SyntheticImagesTable>, 'id' | 'style' | 'isKept' | 'createdAt'> {
  readonly style: readonly number[];
}

/** Adds an image with its lineage; one that is there already, known by its content, keeps its row. */
export async function addSyntheticImage(
  project: Project,
  image: NewSyntheticImage,
): Promise<SyntheticImageRow> {
  await project.db
    .insertInto('syntheticImages')
    .values({ ...image, style: JSON.stringify(image.style), createdAt: now() })
    .onConflict((conflict) => conflict.column('sha256').doNothing())
    .execute();
  const row = await project.db
    .selectFrom('syntheticImages')
    .selectAll()
    .where('sha256', '=', image.sha256)
    .executeTakeFirstOrThrow();
  return toRow(row);
}

/** The synthetic images, oldest first. */
export async function listSyntheticImages(project: Project): Promise<SyntheticImageRow[]> {
  const rows = await project.db.selectFrom('syntheticImages').selectAll().orderBy('id').execute();
  return rows.map(toRow);
}

/** @throws FundusError 'not-found' */
export async function getSyntheticImage(project: Project, id: number): Promise<SyntheticImageRow> {
  const row = await project.db
    .selectFrom('syntheticImages')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  return toRow(required(row, `synthetic image ${id}`));
}

/** What lists show of the synthetic images, oldest first; of all, or of those with these ids. */
export async function listSyntheticItems(
  project: Project,
  ids?: readonly number[],
): Promise<SyntheticItem[]> {
  let query = project.db
    .selectFrom('syntheticImages as image')
    .innerJoin('masks', 'masks.id', 'image.maskId')
    .select(['image.id', 'name', 'image.sha256', 'thumbnailSha256', 'width', 'height', 'diagnosis', 'seed'])
    .select(['masks.imageId', 'image.modelId', 'isKept']);
  if (ids) query = query.where(idIn('image.id', ids));
  const rows = await query.orderBy('image.id').execute();
  const tags = await listTags(project, ids);
  return rows.map(({ isKept, ...row }) => ({
    ...row,
    isKept: toBoolean(isKept),
    tags: tags.get(row.id) ?? [],
  }));
}

const tagsSchema = z.array(z.string());

/** The tags of the images that have any, in alphabetical order. */
export async function listTags(project: Project, ids?: readonly number[]): Promise<Map<number, string[]>> {
  let query = project.db
    .selectFrom('syntheticTags')
    .select(['syntheticId', sql<string>`json_group_array(tag order by tag)`.as('tags')])
    .groupBy('syntheticId');
  if (ids) query = query.where(idIn('syntheticId', ids));
  const rows = await query.execute();
  return new Map(rows.map(({ syntheticId, tags }) => [syntheticId, parseColumn(tagsSchema, tags, 'tags')]));
}

/**
 * Marks images as kept, discarded or neither, and adds and removes tags. All of them or none.
 * @throws FundusError 'not-found' when one of them is not there
 */
export async function updateSyntheticImages(
  project: Project,
  { ids, isKept, addTags = [], removeTags = [] }: UpdateSynthetic,
): Promise<void> {
  await project.db.transaction().execute(async (transaction) => {
    // Written even where it changes nothing: it takes the lock and counts the images.
    const { numUpdatedRows } = await transaction
      .updateTable('syntheticImages')
      .set(isKept === undefined ? (eb) => ({ isKept: eb.ref('isKept') }) : { isKept: fromBoolean(isKept) })
      .where(idIn('id', ids))
      .executeTakeFirstOrThrow();
    requireAll('synthetic images', ids, Number(numUpdatedRows));
    if (removeTags.length > 0) {
      await transaction
        .deleteFrom('syntheticTags')
        .where(idIn('syntheticId', ids))
        .where('tag', 'in', removeTags)
        .execute();
    }
    for (const tag of addTags) {
      await transaction
        .insertInto('syntheticTags')
        .columns(['syntheticId', 'tag'])
        .expression((eb) =>
          eb
            .selectFrom('syntheticImages')
            .select(['id', eb.val(tag).as('tag')])
            .where(idIn('id', ids)),
        )
        .onConflict((conflict) => conflict.doNothing())
        .execute();
    }
  });
}

/** Notes the thumbnail of an image, a stored JPEG. */
export async function setThumbnail(project: Project, id: number, thumbnailSha256: Sha256): Promise<void> {
  await project.db.updateTable('syntheticImages').set({ thumbnailSha256 }).where('id', '=', id).execute();
}

/** How many synthetic images were made from the masks of an image. */
export async function countSyntheticImages(project: Project, imageId: number): Promise<number> {
  const { count } = await project.db
    .selectFrom('syntheticImages')
    .innerJoin('masks', 'masks.id', 'syntheticImages.maskId')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('masks.imageId', '=', imageId)
    .executeTakeFirstOrThrow();
  return count;
}

const styleSchema = z.array(z.number());

function toRow(row: Selectable<SyntheticImagesTable>): SyntheticImageRow {
  const style = parseColumn(styleSchema, row.style, 'syntheticImages.style');
  return { ...row, style, isKept: toBoolean(row.isKept) };
}

function toBoolean(value: number | null): boolean | null {
  return value === null ? null : value === 1;
}

function fromBoolean(value: boolean | null): number | null {
  return value === null ? null : Number(value);
}

/** What decides, with the style, how an image turns out. */
export type Lineage = Pick<SyntheticImagesTable, 'maskId' | 'modelId' | 'seed' | 'diagnosis'> & {
  readonly style: readonly number[];
};

/** The name of the synthetic image with this lineage that was stored at an instant (ISO 8601) or later. */
export async function findSyntheticSince(
  project: Project,
  { maskId, modelId, seed, diagnosis, style }: Lineage,
  since: string,
): Promise<string | undefined> {
  const row = await project.db
    .selectFrom('syntheticImages')
    .select('name')
    .where('maskId', '=', maskId)
    .where('modelId', '=', modelId)
    .where('seed', '=', seed)
    .where('diagnosis', '=', diagnosis)
    .where('style', '=', JSON.stringify(style))
    .where('createdAt', '>=', since)
    .executeTakeFirst();
  return row?.name;
}
