import { join } from 'node:path';
import { decodeImage, decodeMask } from '../../../src/main/imaging/decode.ts';
import { encodePng } from '../../../src/main/imaging/encode.ts';
import type { Mask } from '../../../src/main/imaging/raster.ts';
import { resizeMask, resizeRaster } from '../../../src/main/imaging/resize.ts';
import { addImage, type ImageRow } from '../../../src/main/store/images.ts';
import { type ModelRow, registerModel } from '../../../src/main/store/models.ts';
import { createProject, type Project } from '../../../src/main/store/project.ts';
import type { Split } from '../../../src/shared/domain.ts';
import { randomSegmenter } from '../inference/random-network.ts';

const sample = join(import.meta.dirname, '../../../resources/sample');
export const width = 438;
export const height = 292;

/** A project with a segmenter of random weights; the caller closes it. */
export async function sampleProject(dir: string): Promise<{ project: Project; model: ModelRow }> {
  const project = createProject(dir);
  const model = await registerModel(project, {
    name: 'random',
    kind: 'segmenter',
    sha256: await project.files.put(randomSegmenter(7), 'onnx'),
    runId: null,
    card: { threshold: 0.5, fovDiameter: 1631 / 4, fieldAngle: 60 },
  });
  return { project, model };
}

/** Adds a photograph of the sample at a quarter of its size, annotated by each of the observers. */
export async function addSampleImage(
  project: Project,
  name: string,
  split: Split,
  observers: readonly string[],
): Promise<ImageRow> {
  const small = async (file: string) => resizeMask(await decodeMask(join(sample, file)), width, height);
  const store = async (mask: Mask) => project.files.put(await encodePng(mask), 'png');
  const raster = await resizeRaster(await decodeImage(join(sample, `images/${name}.jpg`)), width, height);
  const vessels = await small(`manual1/${name}.tif`);
  const masks = observers.map(async (observer, shift) => ({
    origin: 'annotated' as const,
    // A second observer draws the same vessels a few pixels aside.
    sha256: await store({ ...vessels, data: vessels.data.map((_, i, data) => data[i - 3 * shift] ?? 0) }),
    observer,
  }));
  return addImage(
    project,
    {
      name,
      sha256: await project.files.put(await encodePng(raster), 'png'),
      extension: 'png',
      width,
      height,
      diagnosis: null,
      sourceLayout: 'plain',
      sourceFile: `${name}.png`,
      fieldAngle: 60,
      fovDiameter: 1631 / 4,
      stripped: [],
      thumbnailSha256: null,
    },
    {
      fov: { sha256: await store(await small(`mask/${name}_mask.tif`)), origin: 'given' },
      masks: await Promise.all(masks),
      split,
    },
  );
}
