import type { PresetName } from '../../../shared/api/training.ts';
import { FundusError } from '../../../shared/errors.ts';
import type { JobContext } from '../../../shared/progress.ts';
import type { SegmenterCard } from '../../networks/card.ts';
import { sha256Of } from '../../store/files.ts';
import { type ModelRow, registerModel } from '../../store/models.ts';
import type { Project } from '../../store/project.ts';
import {
  presets,
  type SegmenterTrainingOptions,
  segmenterOptionsSchema,
  workingFieldAngle,
} from '../../training/segmenter/options.ts';
import { type FinishedSegmenter, SegmenterTrainer } from '../../training/segmenter/trainer.ts';
import { trainingFacts } from './card.ts';
import { readSegmenterData, type SegmenterData } from './data.ts';
import {
  type FinishedTraining,
  type PreparedTraining,
  requestedOptions,
  resumableRun,
  resuming,
  runTraining,
  type Trained,
  type TrainingRequest,
} from './run.ts';

export type SegmenterRequest = TrainingRequest<SegmenterTrainingOptions, PresetName<'segmenter'>>;

/** In steps; the time that either takes is about 1 % of the training's. */
const validateEvery = 250;
const checkpointEvery = 250;

/**
 * Trains a U-Net on the annotated images of the training split and makes it the current segmenter.
 * @throws FundusError 'no-data' without such images, or nothing to resume; 'cancelled', with the state stored
 */
export async function trainSegmenter(
  project: Project,
  request: SegmenterRequest,
  ctx: JobContext,
): Promise<FinishedTraining> {
  const { resume } = request;
  const resumed = resume === undefined ? undefined : await resumableRun(project, 'segmenter', resume);
  const options = resumed ? segmenterOptionsSchema.parse(resumed.options) : segmenterOptionsOf(request);
  const training = await prepareSegmenter(project, options, ctx);
  return runTraining(project, resumed ? resuming(training, resumed) : training, ctx);
}

/** Reads what a training needs; nothing is trained or stored yet. @throws FundusError as `trainSegmenter` */
export async function prepareSegmenter(
  project: Project,
  options: SegmenterTrainingOptions,
  ctx: JobContext,
): Promise<PreparedTraining> {
  const data = await readSegmenterData(project, scaleOf(options), options.validation, ctx);
  const trainer = new SegmenterTrainer(options, data, ctx.signal);
  const { seed, steps } = options;
  return {
    plan: { kind: 'segmenter', seed, steps, options, checkpointEvery, validateEvery },
    trainer,
    finish: async (trained, report) =>
      registerSegmenter(project, options, data, await trainer.finish(trained.states, report), trained),
  };
}

const scaleOf = ({ fovDiameter }: SegmenterTrainingOptions) => ({
  fovDiameter,
  fieldAngle: workingFieldAngle,
});

/** The options of a new training. @throws FundusError 'usage' for those that do not fit each other */
export function segmenterOptionsOf(request: SegmenterRequest): SegmenterTrainingOptions {
  const options = segmenterOptionsSchema.parse(requestedOptions(request, presets));
  const multiple = 2 ** (options.levels - 1);
  if (options.crop % multiple === 0) return options;
  throw new FundusError(
    'usage',
    `expected a crop of a multiple of ${multiple} pixels for ${options.levels} levels, found ${options.crop}`,
  );
}

async function registerSegmenter(
  project: Project,
  options: SegmenterTrainingOptions,
  data: SegmenterData,
  { onnx, threshold, f1, weights }: FinishedSegmenter,
  trained: Trained,
): Promise<ModelRow> {
  const { name, width, levels, fovDiameter } = options;
  const rows = data.training.map(({ row }) => row);
  const card: SegmenterCard = {
    kind: 'segmenter',
    name,
    sha256: sha256Of(onnx),
    threshold,
    fovDiameter,
    fieldAngle: workingFieldAngle,
    architecture: { name: 'u-net', width, levels, weights },
    ...trainingFacts('segmenter', options, rows, trained),
    metrics: [
      {
        on: 'the training images',
        images: rows.map((row) => row.name),
        conditions: `mean F1 inside the field of view at the working scale and the threshold ${threshold}`,
        values: { f1 },
      },
    ],
  };
  const sha256 = await project.files.put(onnx, 'onnx');
  return registerModel(project, { name, kind: 'segmenter', sha256, card, runId: trained.run.id });
}
