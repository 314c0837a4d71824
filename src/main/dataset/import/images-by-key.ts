import { type ImageRow, listImages } from '../../store/images.ts';
import type { Project } from '../../store/project.ts';
import { roleOf } from '../layouts/plan.ts';

/** The images of the project by what pairs them with their masks. */
export async function imagesByKey(project: Project): Promise<Map<string | undefined, ImageRow[]>> {
  return Map.groupBy(await listImages(project), (image) => roleOf(image.sourceFile)?.key);
}
