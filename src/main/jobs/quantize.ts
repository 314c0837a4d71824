import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packageJson from '../../../package.json' with { type: 'json' };
import { FundusError } from '../../shared/errors.ts';
import type { JobContext } from '../../shared/progress.ts';
import type { ModelCard, Quantization } from '../networks/card.ts';
import { observeNetwork } from '../quantization/calibration.ts';
import { type ExecutedGraph, readExecutedGraph } from '../quantization/executed-graph.ts';
import { type Guarded, quantizeWithin } from '../quantization/guard.ts';
import { type PreparedNetwork, prepareNetwork } from '../quantization/integer-network.ts';
import { hasExactByteProducts, instructionSets } from '../runtime/processor.ts';
import { createSession, type SessionOptions } from '../runtime/session.ts';
import { sha256Of } from '../store/files.ts';
import { type ModelRow, registerModel, requireModel } from '../store/models.ts';
import type { Project } from '../store/project.ts';
import { parseCard } from './model-card.ts';
import { type QuantizeOptions, quantizeDefaults } from './quantize-options.ts';
import { segmenterTask } from './quantize-segmenter.ts';
import { synthesizerTask } from './quantize-synthesizer.ts';
import type { QuantizeTask } from './quantize-task.ts';

export interface QuantizationResult {
  /** The float32 model's name. */
  readonly source: string;
  /** The model that was registered; null when no choice of layers is within the limits. */
  readonly model: ModelRow | null;
  readonly calibrationImages: readonly string[];
  readonly judgedImages: readonly string[];
  readonly conditions: string;
  readonly before: Guarded['before'];
  readonly trials: Guarded['trials'];
  /** Most sensitive first. */
  readonly layers: readonly { readonly name: string; readonly error: number; readonly share: number }[];
  readonly bytes: { readonly before: number; readonly after: number | null };
  readonly executed: ExecutedGraph | null;
}

/**
 * Makes an int8 model of a float32 one and registers it beside it, when it can be kept within the limits.
 * @throws FundusError 'not-found'; 'bad-model' for one that is int8 already;
 *   'no-data' without images to calibrate on; 'cancelled'
 */
export async function quantizeModel(
  project: Project,
  options: QuantizeOptions,
  ctx: JobContext,
): Promise<QuantizationResult> {
  const source = await requireModel(project, options.model);
  const card = parseCard(source);
  refuseInt8(card);
  const original = await project.files.read(source.sha256, 'onnx');
  const network = prepareNetwork(original);
  const task =
    card.kind === 'segmenter'
      ? await segmenterTask(project, card, options, ctx)
      : await synthesizerTask(project, card, options, ctx);
  try {
    const guarded = await calibrateAndGuard({ original, network, task, options }, ctx);
    const executed = guarded.onnx && (await executedGraph(guarded.onnx, network, options));
    const report = reportOf(source.name, original, network, task, guarded, executed);
    if (!guarded.onnx || !executed) return { ...report, model: null };
    const quantized = int8Card(card, guarded.onnx, { options, report, executed });
    return { ...report, model: await register(project, source, quantized, guarded.onnx, options) };
  } finally {
    await task.release();
  }
}

function refuseInt8({ name, quantization }: ModelCard): void {
  if (!quantization) return;
  throw new FundusError('bad-model', `"${name}" is int8 already`, {
    hint: `quantise "${quantization.source.name}", which it was made from`,
  });
}

interface Work {
  readonly original: Uint8Array;
  readonly network: PreparedNetwork;
  readonly task: QuantizeTask;
  readonly options: QuantizeOptions;
}

const sessionOptions = ({ threads }: QuantizeOptions): SessionOptions =>
  threads === undefined ? {} : { threads };
const reduceRangeOf = ({ reduceRange = !hasExactByteProducts() }: QuantizeOptions) => reduceRange;

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
  return quantizeWithin({ network, codes, original, judge: task.judge, session }, ctx);
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

function reportOf(
  source: string,
  original: Uint8Array,
  network: PreparedNetwork,
  { calibrationImages, judgedImages, conditions }: QuantizeTask,
  { before, trials, sensitivities, onnx }: Guarded,
  executed: ExecutedGraph | null,
): Omit<QuantizationResult, 'model'> {
  const all = network.layers.reduce((sum, { multiplyAdds }) => sum + multiplyAdds, 0);
  return {
    source,
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
    bytes: { before: original.length, after: onnx?.length ?? null },
    executed,
  };
}

interface Int8Facts {
  readonly options: QuantizeOptions;
  readonly report: Omit<QuantizationResult, 'model'>;
  readonly executed: ExecutedGraph;
}

function int8Card(card: ModelCard, onnx: Uint8Array, { options, report, executed }: Int8Facts): ModelCard {
  const { before, trials, calibrationImages, judgedImages, conditions, layers, bytes } = report;
  const { scores, floatLayers } = trials.at(-1)!;
  const quantization: Quantization = {
    precision: 'int8',
    source: { name: card.name, sha256: card.sha256 },
    calibrator: options.calibrator ?? quantizeDefaults.calibrator,
    calibrationImages: [...calibrationImages],
    reduceRange: reduceRangeOf(options),
    instructionSets: instructionSets(),
    layers: layers.map(({ name, error, share }) => ({
      name,
      error,
      share,
      precision: floatLayers.includes(name) ? 'fp32' : 'int8',
    })),
    executed: { operators: [...executed.operators], floatMultiplyAdds: executed.floatMultiplyAdds },
    accuracy: { images: [...judgedImages], conditions, before: { ...before }, after: { ...scores } },
    bytes: { before: bytes.before, after: onnx.length },
  };
  return {
    ...card,
    name: `${card.name}-int8`,
    sha256: sha256Of(onnx),
    // What was measured of the float32 network is not true of this one.
    metrics: [],
    quantization,
    createdAt: new Date().toISOString(),
    softwareVersion: packageJson.version,
  };
}

async function register(
  project: Project,
  source: ModelRow,
  card: ModelCard,
  onnx: Uint8Array,
  { use = false }: QuantizeOptions,
): Promise<ModelRow> {
  const sha256 = await project.files.put(onnx, 'onnx');
  const { name, kind } = card;
  return registerModel(project, { name, kind, sha256, card, runId: source.runId }, { current: use });
}
