import {
  type JobKind,
  type JobRequest,
  jobRequestSchema,
  type OptionsOf,
  type ResultOf,
} from '../../shared/jobs/kinds.ts';
import type { JobContext } from '../../shared/progress.ts';
import type { JobRow } from '../store/jobs.ts';
import type { Project } from '../store/project.ts';

interface Work<Kind extends JobKind> {
  /** @throws FundusError as the work itself would when its turn has come */
  readonly check?: (project: Project, options: OptionsOf<Kind>) => Promise<unknown>;
  readonly perform: (
    project: Project,
    options: OptionsOf<Kind>,
    ctx: JobContext,
    job: JobRow,
  ) => Promise<ResultOf<Kind>>;
}

/**
 * How each kind of job is done. What does the work is loaded when it is needed, so that a worker which only moves
 * files never loads ONNX Runtime.
 */
const works: { readonly [Kind in JobKind]: Work<Kind> } = {
  import: {
    perform: async (project, options, ctx) => {
      const { importRequested } = await import('./import.ts');
      return importRequested(project, options, ctx);
    },
  },
  export: {
    perform: async (project, { folder, ...options }, ctx) => {
      const { exportDataset } = await import('../dataset/export/export.ts');
      return exportDataset(project, folder, options, ctx);
    },
  },
  segment: {
    perform: async (project, options, ctx, job) => {
      const { segmentProject } = await import('./segment.ts');
      return segmentProject(project, { ...options, since: firstStart(job) }, ctx);
    },
  },
  'evaluate-segmenter': {
    perform: async (project, options, ctx) => {
      const { evaluateProject, recordEvaluation } = await import('./evaluate.ts');
      const report = await evaluateProject(project, options, ctx);
      await recordEvaluation(project, report);
      return report;
    },
  },
  'train-segmenter': {
    perform: async (project, options, ctx, job) => {
      const { trainSegmenter } = await import('./train/segmenter.ts');
      return trainSegmenter(project, runOf(job) ?? options, ctx);
    },
  },
  'train-synthesizer': {
    perform: async (project, options, ctx, job) => {
      const { trainSynthesizer } = await import('./train/synthesizer.ts');
      return trainSynthesizer(project, runOf(job) ?? options, ctx);
    },
  },
  quantize: {
    check: async (project, { model }) => {
      const { quantizationSource } = await import('./quantize/quantize.ts');
      await quantizationSource(project, model);
    },
    perform: async (project, options, ctx) => {
      const { proposeQuantization } = await import('./quantize/quantize.ts');
      return proposeQuantization(project, options, ctx);
    },
  },
  benchmark: {
    check: async (project, { segmenter, synthesizer }) => {
      const { chooseFamily } = await import('./benchmark/models.ts');
      await chooseFamily(project, 'segmenter', segmenter);
      await chooseFamily(project, 'synthesizer', synthesizer);
    },
    perform: async (project, options, ctx) => {
      const { benchmarkProject, benchmarkResult } = await import('./benchmark/benchmark.ts');
      return benchmarkResult(await benchmarkProject(project, options, ctx));
    },
  },
  synthesize: {
    perform: async (project, options, ctx, job) => {
      const { synthesizeImages, synthesisResult } = await import('./synthesize/synthesize.ts');
      return synthesisResult(await synthesizeImages(project, { ...options, since: firstStart(job) }, ctx));
    },
  },
};

/**
 * Does what a stored job asks for; one that was stopped before goes on where it was.
 * @returns what is kept as the job's result
 */
export async function performJob(project: Project, job: JobRow, ctx: JobContext): Promise<ResultOf<JobKind>> {
  return perform(jobRequestSchema.parse(job), project, ctx, job);
}

const perform = <Kind extends JobKind>(
  { kind, options }: JobRequest<Kind>,
  project: Project,
  ctx: JobContext,
  job: JobRow,
) => works[kind].perform(project, options, ctx, job);

/**
 * Refuses before it waits in the queue what would only fail when its turn has come.
 * @throws FundusError as the work itself
 */
export async function checkRequest<Kind extends JobKind>(
  project: Project,
  { kind, options }: JobRequest<Kind>,
): Promise<void> {
  await works[kind].check?.(project, options);
}

const firstStart = ({ startedAt, createdAt }: JobRow) => startedAt ?? createdAt;

/** A training that had begun goes on with its run. */
const runOf = ({ runId }: JobRow) => (runId === null ? undefined : { resume: runId });
