import { resolve } from 'node:path';
import { importPaths } from '../../src/main/dataset/import/import.ts';
import { segmentProject } from '../../src/main/jobs/segment.ts';
import { synthesizeImages } from '../../src/main/jobs/synthesize/synthesize.ts';
import { addShippedModels } from '../../src/main/models/shipped.ts';
import { listImages, setSplit } from '../../src/main/store/images.ts';
import { createProject } from '../../src/main/store/project.ts';

export const sample = resolve(import.meta.dirname, '../../resources/sample');

const context = { report: () => {}, signal: new AbortController().signal };

/** Makes a project of the sample: six annotated photographs, all of the training split, with the shipped networks. */
export async function makeSampleProject(
  dir: string,
  { isSegmented = false, synthetic = 0 }: { isSegmented?: boolean; synthetic?: number } = {},
): Promise<void> {
  const project = createProject(dir, 'Sample');
  try {
    await addShippedModels(project);
    await importPaths(project, [sample], {}, context);
    for (const { id } of await listImages(project)) await setSplit(project, id, 'train');
    if (isSegmented) await segmentProject(project, {}, context);
    if (synthetic > 0) await synthesizeImages(project, { count: synthetic, seed: 1 }, context);
  } finally {
    project.close();
  }
}
