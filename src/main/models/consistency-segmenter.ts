import { z } from 'zod';
import { FundusError } from '../../shared/errors.ts';
import { nearestSegmenter, noSegmenter } from '../../shared/training-settings.ts';
import { type CameraScale, diameterAt, scaleFactor } from '../imaging/scale.ts';
import { segmenterCardSchema } from '../networks/card.ts';
import { listModels, type ModelRow } from '../store/models.ts';
import type { Project } from '../store/project.ts';
import { workingFieldAngle } from '../training/segmenter/options.ts';
import { FrozenSegmenter } from '../training/synthesizer/frozen-segmenter.ts';
import { wholeUpTo } from '../training/synthesizer/recipe.ts';
import { readNetwork } from './files.ts';
import { chooseModel, type OpenSegmenter, openSegmenter } from './open.ts';

/** The segmenter that must find the vessels in the pictures that a synthesizer learns to make. */
export interface ConsistencySegmenter {
  readonly name: string;
  readonly network: FrozenSegmenter;
  /** Pixels of its input for each pixel of the pictures, see `scaleFactor`. */
  readonly factor: number;
  /** Where its scale is another than that of the pictures: what this costs, and what to do. */
  readonly note?: string;
}

const scaleSchema = segmenterCardSchema.pick({ fovDiameter: true, fieldAngle: true });
const candidateSchema = scaleSchema.extend({ quantization: z.unknown().optional() });

/**
 * @param name of a model, `nearestSegmenter` or `noSegmenter`
 * @param pictures how large they show the retina
 * @returns undefined for `noSegmenter`
 * @throws FundusError 'no-data' for the nearest where there is none; 'not-found'; 'bad-model' when it is of the other
 *   kind or int8
 */
export async function readConsistencySegmenter(
  project: Project,
  name: string,
  pictures: CameraScale,
): Promise<ConsistencySegmenter | undefined> {
  if (name === noSegmenter) return undefined;
  const model =
    name === nearestSegmenter
      ? await nearestInScale(project, pictures)
      : await chooseModel(project, 'segmenter', name);
  const network = new FrozenSegmenter(await readNetwork(project, model.sha256));
  const factor = scaleFactor(pictures, scaleSchema.parse(model.card));
  const segmenter = { name: model.name, network, factor };
  return distance(factor) > distance(wholeUpTo)
    ? { ...segmenter, note: noteOf(segmenter, pictures) }
    : segmenter;
}

const distance = (factor: number) => Math.abs(Math.log(factor));

/**
 * The float32 segmenter whose scale is nearest to that of synthetic pictures; among equals the current one, then the
 * newest.
 * @throws FundusError 'no-data' where there is none
 */
export async function nearestInScale(project: Project, pictures: CameraScale): Promise<ModelRow> {
  const candidates = (await listModels(project, 'segmenter')).flatMap((row) => {
    const { data } = candidateSchema.safeParse(row.card);
    if (!data || data.quantization !== undefined) return [];
    return [{ row, off: distance(scaleFactor(pictures, data)) }];
  });
  const [nearest] = candidates.sort(
    (a, b) => a.off - b.off || Number(b.row.isCurrent) - Number(a.row.isCurrent) || b.row.id - a.row.id,
  );
  if (nearest) return nearest.row;
  throw new FundusError('no-data', 'The project has no float32 segmenter to look for the vessels', {
    file: project.dir,
    hint: `train a segmenter first; a synthesizer can also be trained without one: --segmenter ${noSegmenter}`,
  });
}

/**
 * Opens `nearestInScale`, which tells whether a synthesizer's pictures show their masks.
 * @throws FundusError as `nearestInScale` and `openSegmenter`
 */
export async function openNearestSegmenter(
  project: Project,
  pictures: CameraScale,
  threads?: number,
): Promise<OpenSegmenter> {
  const { name } = await nearestInScale(project, pictures);
  return openSegmenter(project, { model: name, threads });
}

function noteOf(
  { name, factor }: Pick<ConsistencySegmenter, 'name' | 'factor'>,
  pictures: CameraScale,
): string {
  const diameter = Math.round(diameterAt(workingFieldAngle, pictures));
  return (
    `The segmenter "${name}", which looks for the vessels, was trained on vessels ${factor.toPrecision(2)} times as large ` +
    'as those of the pictures, and sees these resized: what pleases it then need not look like a photograph. Better ' +
    `train one of their scale first: fundus train segmenter PROJECT --fov-diameter ${diameter} --name unet-${diameter}`
  );
}
