import type { ImportPreview } from '../../../shared/api/images.ts';
import type { Project } from '../../store/project.ts';
import { type PlannedMask, planImport } from '../layouts/plan.ts';
import { imagesByKey } from './images-by-key.ts';
import { listFiles } from './walk.ts';

/**
 * What an import of these files and folders would take, as far as their names tell; nothing is read or stored.
 *
 * @param shown how the path of a file is shown
 * @throws FundusError 'not-found' when one of the paths does not exist
 */
export async function previewImport(
  project: Project,
  paths: readonly string[],
  shown: (file: string) => string,
): Promise<ImportPreview> {
  const { files, leftOut } = await listFiles(paths);
  const plan = planImport(files);
  const stored = await imagesByKey(project);
  const annotation = ({ file, observer }: PlannedMask) => ({ file: shown(file), observer });
  return {
    images: plan.images.map(({ file, name, layout, diagnosis, split, annotations, fov }) => ({
      ...{ file: shown(file), name, layout, diagnosis, split },
      annotations: annotations.map(annotation),
      fov: fov && shown(fov.file),
    })),
    masks: plan.unpairedMasks.map(({ file, role, key }) => {
      const [image, ...others] = stored.get(key) ?? [];
      return { file: shown(file), role, image: image && others.length === 0 ? image.name : null };
    }),
    leftOut: [...leftOut, ...plan.leftOut].map(({ file, reason }) => ({ file: shown(file), reason })),
  };
}
