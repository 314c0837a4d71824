import type { Project } from './project.ts';
import type { SyntheticImagesTable } from './schema.ts';

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
