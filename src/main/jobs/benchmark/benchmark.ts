import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import packageJson from '../../../../package.json' with { type: 'json' };
import type { BenchmarkNetwork, BenchmarkOptions, BenchmarkReport } from '../../../shared/api/benchmark.ts';
import { type ModelKind, modelKinds } from '../../../shared/domain.ts';
import { FundusError } from '../../../shared/errors.ts';
import type { BenchmarkResult } from '../../../shared/jobs/results.ts';
import { type JobContext, throwIfCancelled } from '../../../shared/progress.ts';
import { type Picture, randomPicture, segmenterInputs, synthesizerInputs } from '../../benchmark/inputs.ts';
import { type KitNetworkName, kitNetwork } from '../../benchmark/kit-networks.ts';
import { mostSeconds, planOf, workloadsOf } from '../../benchmark/plan.ts';
import { restAndWarmUps } from '../../benchmark/protocol.ts';
import { runBenchmark, type Subject } from '../../benchmark/run.ts';
import type { NetworkFile } from '../../benchmark/series.ts';
import { importPaths, sampleFolder } from '../../dataset/import/import.ts';
import { networkFile } from '../../models/files.ts';
import { addShippedModels } from '../../models/shipped.ts';
import { backendStatus } from '../../runtime/backends.ts';
import { describeMachine } from '../../runtime/machine.ts';
import { addBenchmark } from '../../store/benchmarks.ts';
import { createProject, type Project } from '../../store/project.ts';
import { readSegmenterInput } from '../train/data.ts';
import { type Accuracy, type Families, measureAccuracy, type TestImages, testImages } from './accuracy.ts';
import { type CardedModel, chooseFamily, int8Of, type ModelFamily } from './models.ts';

/** Annotated images that accuracy is measured on. */
const mostImages = { quick: 6, full: 60 } as const;

/**
 * Benchmarks the project's networks and keeps the report. Accuracy is that on its annotated test images.
 * @throws FundusError 'not-found' or 'bad-model' for models that are named; 'cancelled'
 */
export async function benchmarkProject(
  project: Project,
  options: BenchmarkOptions,
  ctx: JobContext,
): Promise<BenchmarkReport> {
  const report = await measureReport(project, options, ctx);
  await addBenchmark(project, report, { isImported: false });
  return report;
}

/** What of a benchmark is kept as its job's result. */
export const benchmarkResult = ({ id }: BenchmarkReport): BenchmarkResult => ({ benchmark: id });

/** Benchmarks the networks that come along, on the photographs that do. @throws FundusError as benchmarkProject */
export async function benchmarkShipped(options: BenchmarkOptions, ctx: JobContext): Promise<BenchmarkReport> {
  return inTemporaryFolder(async (folder) => {
    const project = createProject(join(folder, 'sample'));
    try {
      await addShippedModels(project);
      await importPaths(project, [sampleFolder], {}, ctx);
      return await measureReport(project, options, ctx);
    } finally {
      project.close();
    }
  });
}

async function measureReport(
  project: Project,
  options: BenchmarkOptions,
  ctx: JobContext,
): Promise<BenchmarkReport> {
  const statuses = await backendStatus();
  const machine = describeMachine(statuses);
  const plan = planOf(options, machine.cores, statuses);
  const workloads = workloadsOf(plan);
  if (workloads.length === 0) {
    throw new FundusError('usage', 'The networks have nothing to be timed on', {
      hint: "ask for batches of patches or of whole images; the kit's networks know patches alone",
    });
  }
  const families = await chooseFamilies(project, plan.networks, options);
  const images = await testImages(project, mostImages[options.preset]);
  const accuracy = images && (await measureAccuracy(project, families, images, ctx));
  const protocol = { ...restAndWarmUps, runs: plan.runs };
  const result = await inTemporaryFolder(async (folder) =>
    runBenchmark(
      {
        workloads,
        backends: plan.backends,
        statuses,
        subjects: {
          ...(await ownSubjects(project, families, accuracy, await readPicture(project, families, images))),
          ...(await kitSubjects(plan.networks, folder, ctx)),
        },
        protocol,
        mostSeconds: mostSeconds(options.preset),
        folder,
      },
      ctx,
    ),
  );
  return {
    format: 'fundus-benchmark',
    version: 1,
    id: randomUUID(),
    createdAt: new Date().toISOString(),
    softwareVersion: packageJson.version,
    ...{ machine, options, protocol, accuracyOn: accuracy?.on ?? null },
    series: [...result.series],
    notRun: [...result.notRun],
  };
}

async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'fundus-benchmark-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function chooseFamilies(
  project: Project,
  networks: readonly BenchmarkNetwork[],
  options: BenchmarkOptions,
): Promise<Families> {
  const choose = async (kind: ModelKind) =>
    networks.includes(kind) ? chooseFamily(project, kind, options[kind]) : undefined;
  return { segmenter: await choose('segmenter'), synthesizer: await choose('synthesizer') };
}

/** A photograph to be timed on; of noise where the project has no annotated one to test with. */
async function readPicture(
  project: Project,
  { segmenter, synthesizer }: Families,
  images: TestImages | null,
): Promise<Picture> {
  const [image] = images?.images ?? [];
  const scale = (segmenter ?? synthesizer)?.fp32.card;
  if (!image || !scale) return randomPicture(1752, 1168);
  const { width, height, image: pixels, fov, vessel } = await readSegmenterInput(project, image, scale);
  return { image: pixels, fov: { width, height, data: fov }, vessels: { width, height, data: vessel } };
}

async function ownSubjects(
  project: Project,
  families: Families,
  accuracy: Accuracy | null,
  picture: Picture,
): Promise<Record<ModelKind, Subject>> {
  const file = async (model: CardedModel | undefined): Promise<NetworkFile | null> =>
    model
      ? {
          file: await networkFile(project, model.row.sha256),
          model: { name: model.row.name, sha256: model.row.sha256 },
          accuracy: accuracy?.of.get(model.row.sha256) ?? null,
        }
      : null;
  const subject = async (kind: ModelKind): Promise<Subject> => {
    const family = families[kind];
    return {
      files: { fp32: await file(family?.fp32), int8: await file(family && int8Of(family)) },
      missing: missingModel(kind, family),
      inputs: (workload) => {
        const card = family?.fp32.card;
        if (card?.kind !== 'synthesizer') return segmenterInputs(picture, workload);
        return synthesizerInputs(picture, workload, card.styleSize);
      },
    };
  };
  return { segmenter: await subject('segmenter'), synthesizer: await subject('synthesizer') };
}

function missingModel(kind: ModelKind, family: ModelFamily | undefined): string {
  if (!family) return `the project has no float32 ${kind} in use; choose one, or train one`;
  return `no int8 network was made of "${family.fp32.row.name}"; quantise it`;
}

/** The reference kit's networks, in files of the folder. */
async function kitSubjects(
  networks: readonly BenchmarkNetwork[],
  folder: string,
  ctx: JobContext,
): Promise<Partial<Record<KitNetworkName, Subject>>> {
  const names = [...new Set(networks)].filter((name): name is KitNetworkName => !isOwn(name));
  const subjects: Partial<Record<KitNetworkName, Subject>> = {};
  for (const [done, name] of names.entries()) {
    throwIfCancelled(ctx.signal);
    ctx.report({ phase: "Making the reference kit's networks", done, total: names.length, detail: name });
    subjects[name] = await kitSubject(name, folder, ctx.signal);
  }
  return subjects;
}

const isOwn = (name: BenchmarkNetwork): name is ModelKind => modelKinds.some((kind) => kind === name);

/** Different pictures in a batch. */
const kitItems = { 'kit-segmenter': 64, 'kit-synthesizer': 4 } as const;

async function kitSubject(name: KitNetworkName, folder: string, signal: AbortSignal): Promise<Subject> {
  const { fp32, int8, input, feeds } = await kitNetwork(name, { pictures: sampleFolder, signal });
  const write = async (bytes: Uint8Array, precision: string): Promise<NetworkFile> => {
    const file = join(folder, `${name}-${precision}.onnx`);
    await writeFile(file, bytes);
    return { file, model: null, accuracy: null };
  };
  const { data } = feeds(kitItems[name])[input.name]!;
  return {
    files: { fp32: await write(fp32, 'fp32'), int8: await write(int8, 'int8') },
    missing: '',
    inputs: () => [{ name: input.name, dims: input.shape, data }],
  };
}
