import { Hono } from 'hono';
import { z } from 'zod';
import type { RunInfo, RunMetrics, RunSample, TrainingChoices } from '../../shared/api/training.ts';
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
import { id } from './validate.ts';

/** What can be trained, and what was. */
export function trainingRoutes(application: Application): Hono {
  const routes = new Hono();
  routes.get('/training', async (context) => context.json(await choices(application.requireProject())));
  routes.get('/runs', async (context) => {
    const project = application.requireProject();
    const models = await listModels(project);
    return context.json((await listRuns(project)).map((run) => runInfo(run, models)));
  });
  routes.get('/runs/:id/metrics', id, async (context) => {
    const project = application.requireProject();
    const { id } = await getRun(project, context.req.valid('param').id);
    return context.json(byName(await listRunMetrics(project, id)));
  });
  routes.get('/runs/:id/samples', id, async (context) => {
    const project = application.requireProject();
    const { id } = await getRun(project, context.req.valid('param').id);
    const samples: RunSample[] = (await listRunSamples(project, id)).map(({ runId: _, ...sample }) => sample);
    return context.json(samples);
  });
  return routes;
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
