import type { z } from 'zod';
import packageJson from '../../../../package.json' with { type: 'json' };
import {
  type QuantizationProposal,
  type QuantizationReport,
  quantizationReportSchema,
} from '../../../shared/api/quantization.ts';
import type { Sha256 } from '../../../shared/domain.ts';
import { FundusError } from '../../../shared/errors.ts';
import { type ModelCard, modelCardSchema, type Quantization } from '../../networks/card.ts';
import { instructionSets } from '../../runtime/machine.ts';
import { getJob, type JobRow, listJobs } from '../../store/jobs.ts';
import { findModelBySha256, type ModelRow, registerModel } from '../../store/models.ts';
import type { Project } from '../../store/project.ts';

/** What quantize.ts returns; what the command line made has no card, for it is registered already. */
const resultSchema = quantizationReportSchema.extend({ card: modelCardSchema.nullish() });
type StoredResult = z.infer<typeof resultSchema>;

/** Registers an int8 network, whose file is stored, beside the one that it was made from. */
export async function registerInt8(
  project: Project,
  card: ModelCard,
  { use = false }: { readonly use?: boolean | undefined },
): Promise<ModelRow> {
  const { name, kind, sha256, quantization } = card;
  const source = quantization && (await findModelBySha256(project, quantization.source.sha256));
  const runId = source?.runId ?? null;
  return registerModel(project, { name, kind, sha256, card, runId }, { current: use });
}

/** @throws FundusError 'not-found' when there is no such quantisation; 'busy' or 'usage' when it has no result */
export async function readProposal(project: Project, jobId: number): Promise<QuantizationProposal> {
  const { card: _, ...report } = await readResult(project, jobId);
  return { job: jobId, report, model: await keptModel(project, report) };
}

/**
 * Registers what a quantisation proposes.
 * @throws FundusError as `readProposal`; 'in-use' when it is kept already; 'usage' when it is within no limits;
 *   'not-found' or 'io' when its file is missing or damaged
 */
export async function keepProposal(
  project: Project,
  jobId: number,
  choice: { readonly use: boolean },
): Promise<ModelRow> {
  const result = await readResult(project, jobId);
  await refuseKept(project, result);
  if (!result.card) {
    throw new FundusError('usage', `There is no int8 network of "${result.source}" to keep`, {
      hint: 'quantise it again with wider limits, another calibrator or more images',
    });
  }
  await project.files.read(result.card.sha256, 'onnx');
  return registerInt8(project, result.card, choice);
}

/** @throws FundusError as `readProposal`; 'in-use' when it is kept already */
export async function requireDiscardable(project: Project, jobId: number): Promise<void> {
  await refuseKept(project, await readResult(project, jobId));
}

/** Whether a job has proposed a network that is neither kept nor discarded. */
export async function isUndecided(project: Project, job: JobRow): Promise<boolean> {
  const result = resultOf(job);
  return Boolean(result?.card) && (await keptModel(project, result!)) === null;
}

/** Removes what a job that was forgotten has proposed, where neither a model nor another job refers to it. */
export async function removeProposedFile(project: Project, forgotten: JobRow): Promise<void> {
  const sha256 = resultOf(forgotten)?.sha256;
  if (!sha256 || (await findModelBySha256(project, sha256))) return;
  const others = await listJobs(project, 'finished');
  if (others.some((job) => resultOf(job)?.sha256 === sha256)) return;
  await project.files.remove(sha256, 'onnx');
}

function resultOf({ kind, result }: JobRow): StoredResult | undefined {
  return kind === 'quantize' ? resultSchema.safeParse(result).data : undefined;
}

async function readResult(project: Project, jobId: number): Promise<StoredResult> {
  const job = await getJob(project, jobId);
  const result = resultOf(job);
  if (result) return result;
  if (job.kind !== 'quantize') throw new FundusError('not-found', `Job ${jobId} is no quantisation`);
  const isComing = job.status === 'queued' || job.status === 'running';
  throw new FundusError(isComing ? 'busy' : 'usage', `The quantisation is ${job.status} and has no result`, {
    hint: isComing ? 'wait until it is done' : 'start it again',
  });
}

async function keptModel(
  project: Project,
  { sha256 }: { readonly sha256: Sha256 | null },
): Promise<ModelRow | null> {
  return sha256 === null ? null : ((await findModelBySha256(project, sha256)) ?? null);
}

async function refuseKept(project: Project, result: StoredResult): Promise<void> {
  const model = await keptModel(project, result);
  if (!model) return;
  throw new FundusError(
    'in-use',
    `The int8 network of "${result.source}" is kept as "${model.name}" already`,
    {
      hint: 'see Models',
    },
  );
}

/** The int8 network's file and the graph that it runs as. */
export interface Int8File {
  readonly sha256: Sha256;
  readonly bytes: number;
  readonly executed: NonNullable<QuantizationReport['executed']>;
}

/** The card of an int8 network: the float32 one's, and how it was made of it. */
export function int8Card(
  { source: _, ...card }: ModelCard,
  report: QuantizationReport,
  file: Int8File,
): ModelCard {
  const { calibrator, reduceRange, before, trials, calibrationImages, judgedImages, conditions, layers } =
    report;
  const { scores, floatLayers } = trials.at(-1)!;
  const { operators, floatMultiplyAdds } = file.executed;
  const quantization: Quantization = {
    precision: 'int8',
    source: { name: card.name, sha256: card.sha256 },
    calibrator,
    calibrationImages: [...calibrationImages],
    reduceRange,
    instructionSets: [...instructionSets()],
    layers: layers.map(({ name, error, share }) => ({
      name,
      error,
      share,
      precision: floatLayers.includes(name) ? 'fp32' : 'int8',
    })),
    executed: { operators: [...operators], floatMultiplyAdds },
    accuracy: { images: [...judgedImages], conditions, before: { ...before }, after: { ...scores } },
    bytes: { before: report.bytes.before, after: file.bytes },
  };
  return {
    ...card,
    name: `${card.name}-int8`,
    sha256: file.sha256,
    // What was measured of the float32 network is not true of this one.
    metrics: [],
    quantization,
    createdAt: new Date().toISOString(),
    softwareVersion: packageJson.version,
  };
}
