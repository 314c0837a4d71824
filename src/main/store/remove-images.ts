import { sql } from 'kysely';
import type { Sha256 } from '../../shared/domain.ts';
import { FundusError } from '../../shared/errors.ts';
import { idIn, requireAll } from './columns.ts';
import type { Project } from './project.ts';

interface StoredFile {
  readonly sha256: Sha256;
  readonly extension: string;
}

/**
 * Removes images with all that belongs to them, all of them or none, and then their files: a photograph that is
 * taken out of a project is not left on the disk.
 *
 * @throws FundusError 'in-use' while synthetic images descend from one of them, 'not-found'
 */
export async function removeImages(project: Project, ids: readonly number[]): Promise<void> {
  const files = await filesOf(project, ids);
  await project.db.transaction().execute(async (transaction) => {
    // The drafts refer to masks, and the write takes the lock that the check relies on.
    await transaction.deleteFrom('drafts').where(idIn('imageId', ids)).execute();
    const used = await transaction
      .selectFrom('syntheticImages')
      .innerJoin('masks', 'masks.id', 'syntheticImages.maskId')
      .innerJoin('images', 'images.id', 'masks.imageId')
      .select('images.name')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .where(idIn('images.id', ids))
      .groupBy('images.id')
      .orderBy('images.name')
      .execute();
    if (used.length > 0) throw inUse(used);
    const { numDeletedRows } = await transaction
      .deleteFrom('images')
      .where(idIn('id', ids))
      .executeTakeFirstOrThrow();
    requireAll('images', ids, Number(numDeletedRows));
  });
  for (const { sha256, extension } of await unreferenced(project, files)) {
    await project.files.remove(sha256, extension);
  }
}

function inUse(used: readonly { name: string; count: number }[]): FundusError {
  const synthetic = used.reduce((sum, { count }) => sum + count, 0);
  const names = used.slice(0, 3).map(({ name }) => name);
  const others = used.length > names.length ? ` and ${used.length - names.length} others` : '';
  return new FundusError(
    'in-use',
    `${synthetic} synthetic image${synthetic === 1 ? ' was' : 's were'} made from the masks of ${names.join(', ')}${others}`,
    { hint: 'images that others were made from stay, so that every lineage is whole' },
  );
}

async function filesOf(project: Project, ids: readonly number[]): Promise<StoredFile[]> {
  const images = await project.db
    .selectFrom('images')
    .innerJoin('fovs', 'fovs.imageId', 'images.id')
    .select(['images.sha256', 'extension', 'thumbnailSha256', 'fovs.sha256 as fovSha256'])
    .where(idIn('images.id', ids))
    .execute();
  const masks = await project.db
    .selectFrom('masks')
    .select(['sha256', 'probabilitySha256'])
    .where(idIn('imageId', ids))
    .execute();
  return [
    ...images.map(({ sha256, extension }) => ({ sha256, extension })),
    ...images.flatMap(({ thumbnailSha256 }) => file(thumbnailSha256, 'jpg')),
    ...images.flatMap(({ fovSha256 }) => file(fovSha256, 'png')),
    ...masks.flatMap(({ sha256, probabilitySha256 }) => [
      ...file(sha256, 'png'),
      ...file(probabilitySha256, 'png'),
    ]),
  ];
}

function file(sha256: Sha256 | null, extension: string): StoredFile[] {
  return sha256 === null ? [] : [{ sha256, extension }];
}

async function unreferenced(project: Project, files: readonly StoredFile[]): Promise<StoredFile[]> {
  const { rows } = await sql<{ sha256: Sha256 }>`
    select value as sha256 from json_each(${JSON.stringify(files.map(({ sha256 }) => sha256))})
    intersect
    select sha256 from (
      select sha256 from images union all select thumbnail_sha256 from images
      union all select sha256 from fovs
      union all select sha256 from masks union all select probability_sha256 from masks
      union all select sha256 from synthetic_images union all select mask_sha256 from synthetic_images
      union all select thumbnail_sha256 from synthetic_images
      union all select sha256 from run_samples
    )
  `.execute(project.db);
  const kept = new Set(rows.map(({ sha256 }) => sha256));
  return files.filter(({ sha256 }) => !kept.has(sha256));
}
