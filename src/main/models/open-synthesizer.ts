import type { z } from 'zod';
import { FundusError } from '../../shared/errors.ts';
import { synthesizerCardSchema } from '../networks/card.ts';
import { createSession, type NetworkSession } from '../runtime/session.ts';
import type { ModelRow } from '../store/models.ts';
import type { Project } from '../store/project.ts';
import { networkFile } from './files.ts';

const settingsSchema = synthesizerCardSchema.pick({ canvas: true, styleSize: true, styleEncoder: true });

export interface OpenSynthesizer {
  readonly model: ModelRow;
  readonly settings: z.infer<typeof settingsSchema>;
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
  const settings = settingsSchema.safeParse(model.card);
  if (model.kind !== 'synthesizer' || !settings.success) {
    throw new FundusError('bad-model', `"${model.name}" is not a synthesizer`);
  }
  const options = threads === undefined ? {} : { threads };
  const session = await createSession(await networkFile(project, model.sha256), options);
  return { model, settings: settings.data, session };
}
