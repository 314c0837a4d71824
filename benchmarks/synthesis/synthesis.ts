import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { importPaths } from '../../src/main/dataset/import/import.ts';
import {
  findOpticDisc,
  gridAmplitude,
  meanOfPairs,
  pixelDistance,
} from '../../src/main/evaluation/picture-statistics.ts';
import { fovCircle } from '../../src/main/imaging/fov.ts';
import { chooseModel, openSynthesizer } from '../../src/main/models/open.ts';
import { addShippedModels } from '../../src/main/models/shipped.ts';
import { type ImageRow, listImages } from '../../src/main/store/images.ts';
import { createProject, type Project } from '../../src/main/store/project.ts';
import { type Figure, type Measurement, quiet } from '../figure.ts';
import { type Picture, realPictures, syntheticPictures } from './pictures.ts';
import { diceOfTrained, training } from './trained-segmenter.ts';

/** HRF 11-15 of each group are not part of these figures. */
const trainingNames = /^0[1-5]_/;
const testNames = /^(0[6-9]|10)_/;
const stylesPerMask = 4;
/** Pixels at a width of 512. */
const discReach = 40;
const targets = { utility: 0.92, disc: 0.9, grid: 0.3, styles: 0.5 } as const;

interface Pictures {
  readonly real: { readonly training: readonly Picture[]; readonly test: readonly Picture[] };
  readonly synthetic: { readonly training: readonly Picture[]; readonly test: readonly Picture[] };
}

/** What a shipped synthesizer makes of vessels that it was not trained on; trains three small segmenters. */
export const synthesis: Figure = {
  name: 'synthesis',
  measure: async ({ hrf, models, synthesizer, threads }) => {
    if (hrf === undefined)
      return [{ figure: 'synthetic images', notRun: 'needs the HRF data set: --hrf DIR' }];
    const folder = await mkdtemp(join(tmpdir(), 'fundus-bench-'));
    const project = createProject(join(folder, 'project'));
    try {
      await addShippedModels(project, models === undefined ? undefined : resolve(models));
      await importPaths(project, [resolve(hrf)], {}, quiet);
      const { name, pictures } = await makePictures(project, synthesizer, threads);
      const conditions = conditionsOf(name, pictures);
      return [
        ...(await consistencyAndUtility(pictures, conditions, threads)),
        discs(pictures, conditions),
        grid(pictures, conditions),
        styles(pictures, conditions),
      ];
    } finally {
      project.close();
      await rm(folder, { recursive: true });
    }
  },
};

async function makePictures(
  project: Project,
  synthesizer: string | undefined,
  threads: number,
): Promise<{ readonly name: string; readonly pictures: Pictures }> {
  const model = await chooseModel(project, 'synthesizer', synthesizer);
  const making = { model: model.name, styles: stylesPerMask, threads };
  const { session, settings } = await openSynthesizer(project, model, threads);
  await session.release();
  const named = async (pattern: RegExp): Promise<ImageRow[]> =>
    (await listImages(project)).filter(({ name }) => pattern.test(name));
  const [seen, unseen] = [await named(trainingNames), await named(testNames)];
  const real = {
    training: await realPictures(project, seen, settings.canvas),
    test: await realPictures(project, unseen, settings.canvas),
  };
  const synthetic = {
    training: await syntheticPictures(project, seen, making),
    test: await syntheticPictures(project, unseen, making),
  };
  return { name: model.name, pictures: { real, synthetic } };
}

function conditionsOf(model: string, { real, synthetic }: Pictures): string {
  const { width, height } = real.test[0]!.raster;
  return (
    `${model}, ${width} x ${height}; ${synthetic.test.length} images, ${stylesPerMask} random styles of each ` +
    `of the ${real.test.length} vessel masks of HRF 06-10, in the class of its photograph`
  );
}

async function consistencyAndUtility(
  { real, synthetic }: Pictures,
  conditions: string,
  threads: number,
): Promise<Measurement[]> {
  const sets = { test: synthetic.test, training: synthetic.training, unseen: real.training, own: real.test };
  const consistency = await diceOfTrained(real.test, sets, threads);
  const onReal = (await diceOfTrained(real.training, { test: real.test }, threads)).test;
  const onSynthetic = (await diceOfTrained(synthetic.training, { test: real.test }, threads)).test;
  const segmenters = `segmenters of width 8, ${training.steps} steps, at that size, thresholds from their own training images`;
  const utility = onSynthetic / onReal;
  return [
    {
      figure: 'consistency of synthetic images',
      value: `Dice ${consistency.test.toFixed(3)}, on real photographs ${consistency.unseen.toFixed(3)}`,
      numbers: consistency,
      target: `>= ${consistency.unseen.toFixed(3)}, as on real photographs`,
      reached: consistency.test >= consistency.unseen,
      conditions:
        `${conditions}; a segmenter trained on the photographs 06-10, compared with what it reaches on the photographs ` +
        `01-05, which it never saw (on its own training photographs ${consistency.own.toFixed(3)}; on synthetic images of ` +
        `the masks of 01-05 ${consistency.training.toFixed(3)}); ${segmenters}`,
    },
    {
      figure: 'utility: trained on synthetic, tested on real (TSTR)',
      value: `${utility.toFixed(3)} of real-trained: Dice ${onSynthetic.toFixed(3)} against ${onReal.toFixed(3)}`,
      numbers: { utility, onSynthetic, onReal },
      target: `>= ${targets.utility}`,
      reached: utility >= targets.utility,
      conditions:
        `trained on ${synthetic.training.length} synthetic images of the masks of HRF 01-05, or on the ` +
        `${real.training.length} photographs; tested on the ${real.test.length} photographs 06-10; ${segmenters}`,
    },
  ];
}

function discs({ real, synthetic }: Pictures, conditions: string): Measurement {
  const { width } = real.test[0]!.raster;
  const places = new Map(real.test.map((picture) => [picture.source, discOf(picture)]));
  const found = synthetic.test.map((picture) => {
    const [disc, own] = [discOf(picture), places.get(picture.source)!];
    return { ...disc, distance: (Math.hypot(disc.x - own.x, disc.y - own.y) * 512) / width };
  });
  const share = found.filter(({ distance }) => distance <= discReach).length / found.length;
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length;
  const contrast = mean(found.map((disc) => disc.contrast));
  const realContrast = mean([...places.values()].map((disc) => disc.contrast));
  return {
    figure: `optic disc within ${discReach} px of the true one`,
    value: `${(100 * share).toFixed(0)} %`,
    numbers: { share, contrast, realContrast },
    target: `>= ${100 * targets.disc} %`,
    reached: share >= targets.disc,
    conditions:
      `${conditions}; pixels at a width of 512; the disc is ${contrast.toFixed(0)} grey levels brighter than its ` +
      `surroundings, in photographs ${realContrast.toFixed(0)}`,
  };
}

const discOf = ({ raster, fov }: Picture) => findOpticDisc(raster, fov, fovCircle(fov).diameter);

function grid({ real, synthetic }: Pictures, conditions: string): Measurement {
  const amplitude = (pictures: readonly Picture[]) =>
    pictures.reduce((sum, { raster, fov }) => sum + gridAmplitude(raster, fov), 0) / pictures.length;
  const [made, photographed] = [amplitude(synthetic.test), amplitude(real.test)];
  return {
    figure: 'grid of period 2 in synthetic images',
    value: `${made.toFixed(2)} grey levels`,
    numbers: { made, photographed },
    target: `<= ${targets.grid}`,
    reached: made <= targets.grid,
    conditions: `${conditions}; mean over the images; photographs ${photographed.toFixed(3)}`,
  };
}

function styles({ real, synthetic }: Pictures, conditions: string): Measurement {
  const distance = (a: Picture, b: Picture) => pixelDistance(a.raster, b.raster, a.fov, b.fov);
  const ofOneMask = [...Map.groupBy(synthetic.test, ({ source }) => source).values()];
  const made = ofOneMask.reduce((sum, group) => sum + meanOfPairs(group, distance), 0) / ofOneMask.length;
  const photographed = meanOfPairs(real.test, distance);
  return {
    figure: 'different styles of one mask, distance over that of photographs',
    value: `${(made / photographed).toFixed(2)}: ${made.toFixed(1)} against ${photographed.toFixed(1)} grey levels`,
    numbers: { made, photographed },
    target: `>= ${targets.styles}`,
    reached: made / photographed >= targets.styles,
    conditions: `${conditions}; mean absolute difference of pixels over all pairs`,
  };
}
