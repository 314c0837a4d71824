import { z } from 'zod';
import type { ModelKind } from '../../shared/domain.ts';
import { FundusError } from '../../shared/errors.ts';
import type { SegmenterSettings } from '../inference/segment-image.ts';
import { type ModelCard, modelCardSchema, synthesizerCardSchema } from '../networks/card.ts';
import { createSession, type NetworkSession } from '../runtime/session.ts';
import { currentModel, type ModelRow, requireModel } from '../store/models.ts';
import type { Project } from '../store/project.ts';
import { networkFile } from './files.ts';

/**
 * The model of that name, by default the kind's current one.
 * @throws FundusError 'no-data' when the project has none of the kind, 'not-found', 'bad-model' when it is of the other kind
 */
export async function chooseModel(project: Project, kind: ModelKind, name?: string): Promise<ModelRow> {
  if (name === undefined) {
    const current = await currentModel(project, kind);
    if (current) return current;
    throw new FundusError('no-data', `The project has no ${kind}`, {
      file: project.dir,
      hint: `train a ${kind} first`,
    });
  }
  const model = await requireModel(project, name);
  if (model.kind === kind) return model;
  throw new FundusError('bad-model', `"${name}" is not a ${kind}`);
}

/** @throws FundusError 'bad-model' when the card is not complete */
export function parseCard({ name, card }: ModelRow): ModelCard {
  const result = modelCardSchema.safeParse(card);
  if (result.success) return result.data;
  throw new FundusError('bad-model', `The card of "${name}" is not complete`, { cause: result.error });
}

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

const segmenterSettingsSchema = z.object({
  threshold: z.number().gt(0).lt(1),
  fovDiameter: z.number().positive(),
  fieldAngle: z.number().positive().nullable(),
});

/** @throws FundusError 'not-found' or 'no-data' when there is no such model or file, 'bad-model' when it is none */
export async function openSegmenter(project: Project, options: SegmenterOptions): Promise<OpenSegmenter> {
  const model = await chooseModel(project, 'segmenter', options.model);
  const settings = segmenterSettingsSchema.safeParse(model.card);
  if (!settings.success) {
    throw new FundusError('bad-model', `The card of "${model.name}" is not complete`, {
      cause: settings.error,
    });
  }
  const threads = options.threads === undefined ? {} : { threads: options.threads };
  const session = await createSession(await networkFile(project, model.sha256), threads);
  return { model, settings: settings.data, session };
}

const synthesizerSettingsSchema = synthesizerCardSchema.pick({
  canvas: true,
  styleSize: true,
  styleEncoder: true,
});

export interface OpenSynthesizer {
  readonly model: ModelRow;
  readonly settings: z.infer<typeof synthesizerSettingsSchema>;
  /** The caller releases it. */
  readonly session: NetworkSession;
}

/**
 * @param threads by default all cores
 * @throws FundusError 'bad-model' when it is no synthesizer, or its card does not say what it makes; as `networkFile`
 */
export async function openSynthesizer(
  project: Project,
  model: ModelRow,
  threads?: number,
): Promise<OpenSynthesizer> {
  const settings = synthesizerSettingsSchema.safeParse(model.card);
  if (model.kind !== 'synthesizer' || !settings.success) {
    throw new FundusError('bad-model', `"${model.name}" is not a synthesizer`);
  }
  const options = threads === undefined ? {} : { threads };
  const session = await createSession(await networkFile(project, model.sha256), options);
  return { model, settings: settings.data, session };
}
