import type { PresetName } from '../../../shared/api/training.ts';
import { FundusError } from '../../../shared/errors.ts';
import type { JobContext } from '../../../shared/progress.ts';
import { generatorMultiple } from '../../../shared/synthesizer-canvas.ts';
import { noSegmenter } from '../../../shared/training-settings.ts';
import type { CameraScale } from '../../imaging/scale.ts';
import { readConsistencySegmenter } from '../../models/consistency-segmenter.ts';
import { storeStyleEncoder } from '../../models/style-encoder.ts';
import type { CardMetrics, SynthesizerCard } from '../../networks/card.ts';
import { styleSize } from '../../networks/generator.ts';
import { sha256Of } from '../../store/files.ts';
import type { ImageRow } from '../../store/images.ts';
import { type ModelRow, registerModel } from '../../store/models.ts';
import type { Project } from '../../store/project.ts';
import { listRunMetrics, type RunRow } from '../../store/runs.ts';
import {
  checkSynthesizerOptions,
  type SynthesizerTrainingOptions,
  synthesizerOptionsSchema,
  synthesizerPresets,
} from '../../training/synthesizer/options.ts';
import { synthesizerProgram } from '../../training/synthesizer/program.ts';
import { type FinishedSynthesizer, SynthesizerTrainer } from '../../training/synthesizer/trainer.ts';
import { trainingFacts } from './card.ts';
import { readSynthesizerData, type StoredSynthesizerImage } from './data.ts';
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

export type SynthesizerRequest = TrainingRequest<SynthesizerTrainingOptions, PresetName<'synthesizer'>>;

/** In steps. */
const checkpointEvery = 250;
/** About fifteen times in a training, but no oftener than every hundred steps: samples take two steps' time. */
const sampleIntervalOf = (steps: number) => Math.max(100, 100 * Math.round(steps / 1500));

/**
 * Trains a generator on the annotated photographs of the training split and makes it the current synthesizer.
 * @throws FundusError 'no-data' without such photographs, or nothing to resume; 'cancelled', with the state stored
 */
export async function trainSynthesizer(
  project: Project,
  request: SynthesizerRequest,
  ctx: JobContext,
): Promise<FinishedTraining> {
  const { resume } = request;
  const resumed = resume === undefined ? undefined : await resumableRun(project, 'synthesizer', resume);
  const options = resumed ? optionsOfRun(resumed) : synthesizerOptionsOf(request);
  const training = await prepareSynthesizer(project, options, ctx);
  return runTraining(project, resumed ? resuming(training, resumed) : training, ctx);
}

/**
 * Reads what a training needs; nothing is trained or stored yet.
 * @throws FundusError 'no-data' without annotated photographs in the training split
 */
export async function prepareSynthesizer(
  project: Project,
  requested: SynthesizerTrainingOptions,
  ctx: JobContext,
): Promise<PreparedTraining> {
  const { width, levels, discriminatorWidth, crop, seed, steps } = requested;
  const canvas = { width: requested.canvasWidth, height: requested.canvasHeight };
  const images = await readSynthesizerData(project, canvas, ctx);
  const segmenter = await readConsistencySegmenter(project, requested.segmenter, scaleOf(images));
  const options = { ...requested, segmenter: segmenter?.name ?? noSegmenter };
  const recipe = { generator: { width, levels }, discriminatorWidth, crop, ...(segmenter && { segmenter }) };
  const sampleEvery = sampleIntervalOf(steps);
  const program = synthesizerProgram({ ...options, recipe, canvas, sampleEvery }, images);
  const trainer = new SynthesizerTrainer(options, program, ctx.signal);
  const intervals = { checkpointEvery, validateEvery: sampleEvery };
  const note = segmenter?.note !== undefined && { note: segmenter.note };
  return {
    plan: { kind: 'synthesizer', seed, steps, options, ...intervals, ...note },
    trainer,
    finish: async (trained, report) =>
      registerSynthesizer(project, options, images, await trainer.finish(trained.states, report), trained),
  };
}

/** The options of a new training. @throws FundusError 'usage' for options that do not fit each other */
export function synthesizerOptionsOf(request: SynthesizerRequest): SynthesizerTrainingOptions {
  const options = synthesizerOptionsSchema.parse(requestedOptions(request, synthesizerPresets));
  checkSynthesizerOptions(options);
  return options;
}

function optionsOfRun(run: RunRow): SynthesizerTrainingOptions {
  const options = synthesizerOptionsSchema.safeParse(run.options);
  if (options.success) return options.data;
  throw new FundusError('no-data', `Training run ${run.id} is of another version of the program`, {
    hint: 'start a new one',
    cause: options.error,
  });
}

/** How large the pictures show the retina. */
function scaleOf(images: readonly StoredSynthesizerImage[]): CameraScale {
  const [{ fovDiameter, row }] = images as [StoredSynthesizerImage];
  return { fovDiameter, fieldAngle: row.fieldAngle };
}

async function registerSynthesizer(
  project: Project,
  options: SynthesizerTrainingOptions,
  images: readonly StoredSynthesizerImage[],
  { onnx, styleEncoder, weights }: FinishedSynthesizer,
  trained: Trained,
): Promise<ModelRow> {
  const { name, width, levels, canvasWidth, canvasHeight } = options;
  const rows = images.map(({ row }) => row);
  const card: SynthesizerCard = {
    kind: 'synthesizer',
    name,
    sha256: sha256Of(onnx),
    styleSize,
    sizeMultiple: generatorMultiple({ levels }),
    canvas: { width: canvasWidth, height: canvasHeight },
    ...scaleOf(images),
    styleEncoder: await storeStyleEncoder(project, styleEncoder),
    architecture: { name: 'residual-sub-pixel-generator', width, levels, weights },
    ...trainingFacts('synthesizer', options, rows, trained),
    metrics: [await lossesOf(project, trained.run.id, rows)],
  };
  const sha256 = await project.files.put(onnx, 'onnx');
  return registerModel(project, { name, kind: 'synthesizer', sha256, card, runId: trained.run.id });
}

/** The figures that the run recorded last. */
async function lossesOf(project: Project, run: number, rows: readonly ImageRow[]): Promise<CardMetrics> {
  const metrics = await listRunMetrics(project, run);
  const last = metrics.filter(({ step }) => step === metrics.at(-1)?.step);
  return {
    on: 'the training images',
    images: rows.map((row) => row.name),
    conditions:
      'means over the last training steps; pixels and colours: mean absolute difference from the photographs, values from -1 to 1, colours over 8 x 8 pixels',
    values: Object.fromEntries(last.map(({ name, value }) => [name, value])),
  };
}
