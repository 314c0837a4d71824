import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { QuantizationReport } from '../../../shared/api/quantization.ts';
import { FundusError } from '../../../shared/errors.ts';
import type { JobContext } from '../../../shared/progress.ts';
import { nearestInScale } from '../../models/consistency-segmenter.ts';
import { readNetwork } from '../../models/files.ts';
import { parseCard } from '../../models/open.ts';
import type { ModelCard } from '../../networks/card.ts';
import { observeNetwork } from '../../quantization/calibration.ts';
import { type ExecutedGraph, readExecutedGraph } from '../../quantization/executed-graph.ts';
import { type Guarded, quantizeWithin } from '../../quantization/guard.ts';
import { type PreparedNetwork, prepareNetwork } from '../../quantization/integer-network.ts';
import { createSession, type SessionOptions } from '../../runtime/session.ts';
import { countTrainingImages, listImages } from '../../store/images.ts';
import { type ModelRow, requireModel } from '../../store/models.ts';
import type { Project } from '../../store/project.ts';
import { int8Card, registerInt8 } from './proposals.ts';
import { segmenterTask } from './segmenter.ts';
import { synthesizerTask } from './synthesizer.ts';
import { type QuantizeOptions, type QuantizeTask, quantizeDefaults, reduceRangeOf } from './task.ts';

/** Scores are numbers, NaN where they cannot be measured, until they are JSON. */
interface MeasuredReport extends QuantizationReport {
  readonly before: Guarded['before'];
  readonly trials: Guarded['trials'];
}

export interface ProposedNetwork extends MeasuredReport {
  /** The network's, whose file is stored but not registered; null when no choice of layers is within the limits. */
  readonly card: ModelCard | null;
}

export interface QuantizationResult extends MeasuredReport {
  /** The model that was registered; null when no choice of layers is within the limits. */
  readonly model: ModelRow | null;
}

/**
 * Makes an int8 model of a float32 one and registers it beside it, when it can be kept within the limits.
 * @throws FundusError as `proposeQuantization`
 */
export async function quantizeModel(
  project: Project,
  options: QuantizeOptions,
  ctx: JobContext,
): Promise<QuantizationResult> {
  const { card, ...report } = await proposeQuantization(project, options, ctx);
  if (!card) return { ...report, model: null };
  return { ...report, model: await registerInt8(project, card, options) };
}

/**
 * Makes an int8 network of a float32 model and stores its file, to be registered by `registerInt8` or removed.
 * @throws FundusError 'not-found'; 'bad-model' for a model that is int8 already; 'no-data' without images to
 *   calibrate on; 'cancelled'
 */
export async function proposeQuantization(
  project: Project,
  options: QuantizeOptions,
  ctx: JobContext,
): Promise<ProposedNetwork> {
  const { model, card } = await quantizationSource(project, options.model);
  const original = await readNetwork(project, model.sha256);
  const network = prepareNetwork(original);
  const task =
    card.kind === 'segmenter'
      ? await segmenterTask(project, card, options, ctx)
      : await synthesizerTask(project, card, options, ctx);
  try {
    const guarded = await calibrateAndGuard({ original, network, task, options }, ctx);
    const { onnx } = guarded;
    const report = reportOf(model.name, { original, network, task, options }, guarded);
    if (!onnx) return { ...report, card: null };
    const executed = await executedGraph(onnx, network, options);
    const sha256 = await project.files.put(onnx, 'onnx');
    const file = { sha256, bytes: onnx.length, executed };
    return {
      ...report,
      bytes: { ...report.bytes, after: onnx.length },
      executed,
      sha256,
      card: int8Card(card, report, file),
    };
  } finally {
    await task.release();
  }
}

interface Work {
  readonly original: Uint8Array;
  readonly network: PreparedNetwork;
  readonly task: QuantizeTask;
  readonly options: QuantizeOptions;
}

const sessionOptions = ({ threads }: QuantizeOptions): SessionOptions =>
  threads === undefined ? {} : { threads };

async function calibrateAndGuard(
  { original, network, task, options }: Work,
  ctx: JobContext,
): Promise<Guarded> {
  const session = sessionOptions(options);
  const observed = await observeNetwork(network, network.groups, network.required, session);
  try {
    await task.calibrate(observed.session, ctx);
  } finally {
    await observed.session.release();
  }
  const codeOf = observed.codes(options.calibrator ?? quantizeDefaults.calibrator);
  const codes = { codeOf, reduceRange: reduceRangeOf(options) };
  return quantizeWithin({ network, codes, original, check: task.check, session }, ctx);
}

async function executedGraph(
  onnx: Uint8Array,
  { layers }: PreparedNetwork,
  options: QuantizeOptions,
): Promise<ExecutedGraph> {
  const folder = await mkdtemp(join(tmpdir(), 'fundus-'));
  try {
    const optimizedModelFile = join(folder, 'optimized.onnx');
    const session = await createSession(onnx, { ...sessionOptions(options), optimizedModelFile });
    await session.release();
    return readExecutedGraph(await readFile(optimizedModelFile), layers);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** What is known before there is a file. */
function reportOf(
  source: string,
  { original, network, task, options }: Work,
  { before, trials, sensitivities }: Guarded,
): MeasuredReport {
  const { calibrationImages, judgedImages, conditions } = task;
  const all = network.layers.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0);
  return {
    source,
    calibrator: options.calibrator ?? quantizeDefaults.calibrator,
    reduceRange: reduceRangeOf(options),
    calibrationImages,
    judgedImages,
    conditions,
    before,
    trials,
    layers: sensitivities.map(({ layer, error }) => ({
      name: layer.name,
      error,
      share: layer.multiplyAdds / all,
    })),
    bytes: { before: original.length, after: null },
    executed: null,
    sha256: null,
  };
}

/** A float32 model that can be quantised. */
export interface QuantizationSource {
  readonly model: ModelRow;
  /** With the name that the model has in the project. */
  readonly card: ModelCard;
}

/**
 * Finds a model to quantise, and makes sure that there is what that needs.
 * @param name of the model
 * @throws FundusError 'not-found'; 'bad-model' for one that is int8 already or whose card is not complete; 'no-data'
 *   without annotated training images, or for a synthesizer without a float32 segmenter that judges its pictures
 */
export async function quantizationSource(project: Project, name: string): Promise<QuantizationSource> {
  const model = await requireModel(project, name);
  const card = { ...parseCard(model), name };
  refuseInt8(card);
  await requireTrainingImages(project);
  if (card.kind === 'synthesizer') await nearestInScale(project, card);
  return { model, card };
}

function refuseInt8({ name, quantization }: ModelCard): void {
  if (!quantization) return;
  throw new FundusError('bad-model', `"${name}" is int8 already`, {
    hint: `quantise "${quantization.source.name}", which it was made from`,
  });
}

async function requireTrainingImages(project: Project): Promise<void> {
  if ((await countTrainingImages(project, 'train')) > 0) return;
  const images = await listImages(project, { split: 'train' });
  if (images.length === 0) {
    throw new FundusError('no-data', 'The training split has no photograph to calibrate on', {
      hint: 'assign photographs with vessel annotations to it, or import some into it',
    });
  }
  throw new FundusError('no-data', 'No photograph of the training split has a vessel annotation', {
    hint: 'import annotations, or repair and accept masks in Review: the accuracy is judged by them',
  });
}
