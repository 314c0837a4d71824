import { jobRequestSchema } from '../../shared/api/jobs.ts';
import type { JobContext } from '../../shared/progress.ts';
import type { JobRow } from '../store/jobs.ts';
import type { Project } from '../store/project.ts';

/**
 * Does what a stored job asks for; one that was stopped before goes on where it was. What does the work is loaded
 * when it is needed, so that a worker which only moves files never loads ONNX Runtime.
 * @returns what is kept as the job's result
 */
export async function performJob(project: Project, job: JobRow, ctx: JobContext): Promise<unknown> {
  const request = jobRequestSchema.parse({ kind: job.kind, options: job.options });
  // When it was started for the first time.
  const since = job.startedAt ?? job.createdAt;
  switch (request.kind) {
    case 'import': {
      const { importRequested } = await import('./import.ts');
      return importRequested(project, request.options, ctx);
    }
    case 'export': {
      const { exportDataset } = await import('../dataset/export/export.ts');
      const { folder, ...options } = request.options;
      return exportDataset(project, folder, options, ctx);
    }
    case 'segment': {
      const { segmentProject } = await import('./segment/segment.ts');
      return segmentProject(project, { ...request.options, since }, ctx);
    }
    case 'evaluate-segmenter': {
      const { evaluateProject } = await import('./evaluate/evaluate.ts');
      const { recordEvaluation } = await import('./evaluate/record.ts');
      const report = await evaluateProject(project, request.options, ctx);
      await recordEvaluation(project, report);
      return report;
    }
    case 'train-segmenter': {
      const { trainSegmenter } = await import('./train/segmenter.ts');
      return trainSegmenter(project, runOf(job) ?? request.options, ctx);
    }
    case 'train-synthesizer': {
      const { trainSynthesizer } = await import('./train/synthesizer.ts');
      return trainSynthesizer(project, runOf(job) ?? request.options, ctx);
    }
    case 'quantize': {
      const { proposeQuantization } = await import('./quantize/quantize.ts');
      return proposeQuantization(project, request.options, ctx);
    }
    case 'benchmark': {
      const { benchmarkProject } = await import('./benchmark/benchmark.ts');
      const { id } = await benchmarkProject(project, request.options, ctx);
      return { benchmark: id };
    }
    case 'synthesize': {
      const { synthesizeImages } = await import('./synthesize/synthesize.ts');
      const { model, images } = await synthesizeImages(project, { ...request.options, since }, ctx);
      return { model, images: images.length };
    }
  }
}

/** A training that had begun goes on with its run. */
const runOf = ({ runId }: JobRow) => (runId === null ? undefined : { resume: runId });
