import type { Verdict } from '../../shared/api/images.ts';
import { now } from './columns.ts';
import type { Project } from './project.ts';

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
