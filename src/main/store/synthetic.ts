import type { Insertable, Selectable } from 'kysely';
import { z } from 'zod';
import { now, parseColumn } from './columns.ts';
import type { Project } from './project.ts';
import type { SyntheticImagesTable } from './schema.ts';

export interface SyntheticImageRow extends Omit<Selectable<SyntheticImagesTable>, 'style'> {
  /** The style code that the image was made with. */
  readonly style: number[];
}

export interface NewSyntheticImage
  extends Omit<Insertable<SyntheticImagesTable>, 'id' | 'style' | 'createdAt'> {
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

function toRow(row: Selectable<SyntheticImagesTable>): SyntheticImageRow {
  return { ...row, style: parseColumn(z.array(z.number()), row.style, 'syntheticImages.style') };
}
