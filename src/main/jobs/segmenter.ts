import { z } from 'zod';
import { FundusError } from '../../shared/errors.ts';
import type { SegmenterSettings } from '../inference/segment-image.ts';
import { createSession, type NetworkSession } from '../runtime/session.ts';
import { currentModel, findModelByName, type ModelRow } from '../store/models.ts';
import type { Project } from '../store/project.ts';

export interface SegmenterOptions {
  /** The model's name; by default the project's current segmenter. */
  readonly model?: string;
  /** By default all cores. */
  readonly threads?: number;
}

export interface OpenSegmenter {
  readonly model: ModelRow;
  readonly settings: SegmenterSettings;
  /** The caller releases it. */
  readonly session: NetworkSession;
}

const settingsSchema = z.object({
  threshold: z.number().gt(0).lt(1),
  fovDiameter: z.number().positive(),
  fieldAngle: z.number().positive().nullable(),
});

/** @throws FundusError 'not-found' or 'no-data' when there is no such model, 'bad-model' when it is none */
export async function openSegmenter(project: Project, options: SegmenterOptions): Promise<OpenSegmenter> {
  const model = await findSegmenter(project, options.model);
  const settings = settingsSchema.safeParse(model.card);
  if (model.kind !== 'segmenter' || !settings.success) {
    throw new FundusError('bad-model', `"${model.name}" is not a segmenter`);
  }
  const threads = options.threads === undefined ? {} : { threads: options.threads };
  const session = await createSession(project.files.path(model.sha256, 'onnx'), threads);
  return { model, settings: settings.data, session };
}

async function findSegmenter(project: Project, name: string | undefined): Promise<ModelRow> {
  const hint = 'train one with "fundus train segmenter"; "fundus models" lists those that are there';
  if (name === undefined) {
    const model = await currentModel(project, 'segmenter');
    if (!model) throw new FundusError('no-data', 'The project has no segmenter', { hint });
    return model;
  }
  const model = await findModelByName(project, name);
  if (!model) throw new FundusError('not-found', `The project has no model "${name}"`, { hint });
  return model;
}
