import packageJson from '../../../package.json' with { type: 'json' };
import type { JobContext } from '../../shared/progress.ts';
import { attributionsOf, licence } from '../dataset/attribution.ts';
import type { CardMetrics, SynthesizerCard } from '../networks/card.ts';
import { generatorMultiple, styleSize } from '../networks/generator.ts';
import { sha256Of } from '../store/files.ts';
import type { ImageRow } from '../store/images.ts';
import { type ModelRow, registerModel } from '../store/models.ts';
import type { Project } from '../store/project.ts';
import { listRunMetrics } from '../store/runs.ts';
import { readSynthesizerData, type StoredSynthesizerImage } from './synthesizer-data.ts';
import {
  checkCanvas,
  type SynthesizerPresetName,
  type SynthesizerTrainingOptions,
  synthesizerOptionsSchema,
  synthesizerPresets,
} from './synthesizer-options.ts';
import { SynthesizerTrainer } from './synthesizer-trainer.ts';
import { commandOf, datasetsOf } from './training-card.ts';
import { requestedOptions, type TrainingRequest } from './training-request.ts';
import { resumableRun, runTraining, type Trained, type TrainingResult } from './training-run.ts';

export type SynthesizerRequest = TrainingRequest<SynthesizerTrainingOptions, SynthesizerPresetName>;

/** In steps. Samples take a third of a step's time, so 0.4 % of the training's. */
const checkpointEvery = 250;
const sampleEvery = 100;

/**
 * Trains a generator on the annotated photographs of the training split and makes it the current synthesizer.
 * @throws FundusError 'no-data' without such photographs, or nothing to resume; 'cancelled', with the state stored
 */
export async function trainSynthesizer(
  project: Project,
  request: SynthesizerRequest,
  ctx: JobContext,
): Promise<TrainingResult> {
  const { resume } = request;
  const resumed = resume === undefined ? undefined : await resumableRun(project, 'synthesizer', resume);
  const options = resumed ? synthesizerOptionsSchema.parse(resumed.options) : optionsOf(request);
  const canvas = { width: options.canvasWidth, height: options.canvasHeight };
  const images = await readSynthesizerData(project, canvas, ctx);
  const register = (onnx: Uint8Array, trained: Trained, weights: number) =>
    registerSynthesizer(project, options, images, onnx, trained, weights);
  const trainer = await SynthesizerTrainer.create(options, images, register, ctx.signal);
  const { seed, steps } = options;
  const plan = {
    kind: 'synthesizer',
    seed,
    steps,
    options,
    checkpointEvery,
    validateEvery: sampleEvery,
  } as const;
  return runTraining(project, resumed ? { ...plan, resume: resumed } : plan, trainer, ctx);
}

function optionsOf(request: SynthesizerRequest): SynthesizerTrainingOptions {
  const options = synthesizerOptionsSchema.parse(requestedOptions(request, synthesizerPresets));
  checkCanvas(options);
  return options;
}

async function registerSynthesizer(
  project: Project,
  options: SynthesizerTrainingOptions,
  images: readonly StoredSynthesizerImage[],
  onnx: Uint8Array,
  { run, step, seconds }: Trained,
  weights: number,
): Promise<ModelRow> {
  const {
    name,
    width,
    canvasWidth,
    canvasHeight,
    steps,
    batch,
    learningRate,
    schedule,
    seed,
    threads,
    backend,
  } = options;
  const rows = images.map(({ row }) => row);
  const [{ fovDiameter, row }] = images as [StoredSynthesizerImage];
  const card: SynthesizerCard = {
    kind: 'synthesizer',
    name,
    sha256: sha256Of(onnx),
    styleSize,
    sizeMultiple: generatorMultiple,
    canvas: { width: canvasWidth, height: canvasHeight },
    fovDiameter,
    fieldAngle: row.fieldAngle,
    architecture: { name: 'residual-sub-pixel-generator', width, levels: 5, weights },
    data: datasetsOf(rows),
    training: {
      command: commandOf('synthesizer', options),
      ...{ steps, step, crop: null, batch, learningRate, schedule, seed, threads, backend },
      seconds: Math.round(seconds),
    },
    metrics: [await lossesOf(project, run.id, rows)],
    licence: licence.id,
    attribution: attributionsOf(rows, []).map(({ dataset, citation }) => `${dataset}: ${citation}`),
    createdAt: new Date().toISOString(),
    softwareVersion: packageJson.version,
  };
  const sha256 = await project.files.put(onnx, 'onnx');
  return registerModel(project, { name, kind: 'synthesizer', sha256, card, runId: run.id });
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
