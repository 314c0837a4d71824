import { z } from 'zod';
import { FundusError } from '../../shared/errors.ts';
import type { SegmenterSettings } from '../inference/segment-image.ts';
import { createSession, type NetworkSession } from '../runtime/session.ts';
import type { ModelRow } from '../store/models.ts';
import type { Project } from '../store/project.ts';
import { chooseModel } from './choose.ts';
import { networkFile } from './files.ts';

export interface SegmenterOptions {
  /** The model's name; by default the project's current segmenter. */
  readonly model?: string | undefined;
  /** By default all cores. */
  readonly threads?: number | undefined;
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

/** @throws FundusError 'not-found' or 'no-data' when there is no such model or file, 'bad-model' when it is none */
export async function openSegmenter(project: Project, options: SegmenterOptions): Promise<OpenSegmenter> {
  const model = await chooseModel(project, 'segmenter', options.model);
  const settings = settingsSchema.safeParse(model.card);
  if (!settings.success) {
    throw new FundusError('bad-model', `The card of "${model.name}" is not complete`, {
      cause: settings.error,
    });
  }
  const threads = options.threads === undefined ? {} : { threads: options.threads };
  const session = await createSession(await networkFile(project, model.sha256), threads);
  return { model, settings: settings.data, session };
}
