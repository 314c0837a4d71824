import type { Split } from '../../shared/domain.ts';
import type { Project } from './project.ts';

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
