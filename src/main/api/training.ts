import { z } from 'zod';
import type { RunInfo, RunMetrics, TrainingChoices } from '../../shared/api/training.ts';
import { backendStatus } from '../runtime/backends.ts';
import { countTrainingImages } from '../store/images.ts';
import { listModels, type ModelRow } from '../store/models.ts';
import type { Project } from '../store/project.ts';
import {
  getRun,
  listRunMetrics,
  listRunSamples,
  listRuns,
  type RunMetric,
  type RunRow,
} from '../store/runs.ts';
import { presetMinutes, presets } from '../training/segmenter/options.ts';
import { synthesizerPresetMinutes, synthesizerPresets } from '../training/synthesizer/options.ts';
import type { Application } from './application.ts';
import type { HandlersOf } from './endpoints.ts';

/** What can be trained, and what was. */
export function trainingHandlers(application: Application): HandlersOf<'/training' | '/runs'> {
  return {
    'GET /training': () => choices(application.requireProject()),
    'GET /runs': async () => {
      const project = application.requireProject();
      const models = await listModels(project);
      return (await listRuns(project)).map((run) => runInfo(run, models));
    },
    'GET /runs/:id/metrics': async ({ params }) => {
      const project = application.requireProject();
      const { id } = await getRun(project, params.id);
      return byName(await listRunMetrics(project, id));
    },
    'GET /runs/:id/samples': async ({ params }) => {
      const project = application.requireProject();
      const { id } = await getRun(project, params.id);
      return (await listRunSamples(project, id)).map(({ runId: _, ...sample }) => sample);
    },
  };
}

async function choices(project: Project): Promise<TrainingChoices> {
  const { quick, standard } = presets;
  return {
    segmenter: {
      quick: { settings: quick, minutes: presetMinutes.quick },
      standard: { settings: standard, minutes: presetMinutes.standard },
    },
    synthesizer: {
      quick: { settings: synthesizerPresets.quick, minutes: synthesizerPresetMinutes.quick },
      standard: { settings: synthesizerPresets.standard, minutes: synthesizerPresetMinutes.standard },
    },
    trainingImages: await countTrainingImages(project, 'train'),
    validationImages: await countTrainingImages(project, 'val'),
    backends: await backendStatus(),
  };
}

const optionsSchema = z.looseObject({ name: z.string().optional() });

function runInfo(run: RunRow, models: readonly ModelRow[]): RunInfo {
  const { id, modelKind: kind, status, step, steps, startedAt, finishedAt, jobId } = run;
  const options = optionsSchema.parse(run.options);
  const model = models.find((model) => model.id === run.modelId);
  return {
    ...{ id, kind, status, step, steps, options, startedAt, finishedAt, jobId },
    name: options.name ?? kind,
    model: model ? { id: model.id, name: model.name, isCurrent: model.isCurrent } : null,
  };
}

function byName(metrics: readonly RunMetric[]): RunMetrics {
  const groups = Map.groupBy(metrics, ({ name }) => name);
  return Object.fromEntries(
    [...groups].map(([name, rows]) => [
      name,
      { steps: rows.map(({ step }) => step), values: rows.map(({ value }) => value) },
    ]),
  );
}
