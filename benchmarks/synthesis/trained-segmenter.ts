import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { importPaths } from '../../src/main/dataset/import/import.ts';
import { countConfusion, scoresOf } from '../../src/main/evaluation/segmentation-metrics.ts';
import { fovCircle } from '../../src/main/imaging/fov.ts';
import { segmentImage } from '../../src/main/inference/segment-image.ts';
import { trainSegmenter } from '../../src/main/jobs/train/segmenter.ts';
import { type OpenSegmenter, openSegmenter } from '../../src/main/models/open.ts';
import { createProject } from '../../src/main/store/project.ts';
import { quiet } from '../figure.ts';
import { type Picture, writeDataset } from './pictures.ts';

/** A U-Net of width 8; of four crops of 256 pixels each. */
export const training = { preset: 'quick', steps: 1200, seed: 1 } as const;
/** HRF's camera, in degrees. */
const fieldAngle = 60;

/**
 * Trains a segmenter from nothing on pictures and says how well it finds the vessels of others.
 * @param tests sets of pictures by name
 * @returns for each set the mean Dice coefficient inside the field of view, at the threshold that is best on the
 *   training pictures
 */
export async function diceOfTrained<Name extends string>(
  pictures: readonly Picture[],
  tests: Readonly<Record<Name, readonly Picture[]>>,
  threads: number,
): Promise<Record<Name, number>> {
  const folder = await writeDataset(pictures);
  const project = createProject(join(folder, 'project'));
  try {
    await importPaths(
      project,
      ['images', 'masks', 'fov'].map((part) => join(folder, part)),
      options,
      quiet,
    );
    const fovDiameter = fovCircle(pictures[0]!.fov).diameter;
    await trainSegmenter(project, { ...training, fovDiameter, threads }, quiet);
    const segmenter = await openSegmenter(project, { threads });
    const dice: [string, number][] = [];
    for (const [name, set] of Object.entries<readonly Picture[]>(tests)) {
      dice.push([name, await meanDice(segmenter, set)]);
    }
    await segmenter.session.release();
    return Object.fromEntries(dice) as Record<Name, number>;
  } finally {
    project.close();
    await rm(folder, { recursive: true });
  }
}

const options = { split: 'train', fieldAngle } as const;

async function meanDice({ session, settings }: OpenSegmenter, pictures: readonly Picture[]): Promise<number> {
  let total = 0;
  for (const { raster, fov, vessels } of pictures) {
    const photograph = { raster, fov, fieldAngle };
    const { probability } = await segmentImage(session, settings, photograph, quiet.signal);
    total += scoresOf(countConfusion({ probability, truth: vessels, fov }, settings.threshold)).f1;
  }
  return total / pictures.length;
}
