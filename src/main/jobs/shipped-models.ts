import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import type { ModelKind } from '../../shared/domain.ts';
import { FundusError } from '../../shared/errors.ts';
import { modelCardSchema, type SynthesizerCard } from '../networks/card.ts';
import { sha256Of } from '../store/files.ts';
import { type ModelRow, registerModel } from '../store/models.ts';
import type { Project } from '../store/project.ts';

/**
 * The networks that come with the program: `NAME.onnx`, each with its card `NAME.json`, their int8 forms, and the style
 * encoders that cards name.
 */
export const shippedModelsFolder = resolve(import.meta.dirname, '../../../resources/models');

/**
 * Copies the networks of a folder into the project. Of each kind the float32 one whose name comes first becomes
 * current.
 * @throws FundusError 'bad-model' when a network is not what its card says
 */
export async function addShippedModels(project: Project, folder = shippedModelsFolder): Promise<ModelRow[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json'));
  const names = files.map((file) => file.replace(/\.json$/, '')).sort();
  const models: ModelRow[] = [];
  const chosen = new Set<ModelKind>();
  for (const name of names) models.push(await addModel(project, join(folder, `${name}.json`), chosen));
  return models;
}

async function addStyleEncoder(
  project: Project,
  { file, sha256 }: NonNullable<SynthesizerCard['styleEncoder']>,
  cardFile: string,
): Promise<void> {
  const path = join(dirname(cardFile), file);
  const bytes = await readFile(path);
  if (sha256Of(bytes) !== sha256) throw changed(path);
  await project.files.put(bytes, 'onnx');
}

const changed = (file: string) =>
  new FundusError('bad-model', 'The network is not the one that its card describes', {
    file,
    hint: 'install the program again',
  });

/** @param chosen kinds that have a current network already */
async function addModel(project: Project, cardFile: string, chosen: Set<ModelKind>): Promise<ModelRow> {
  const card = modelCardSchema.safeParse(JSON.parse(await readFile(cardFile, 'utf8')));
  if (!card.success) {
    throw new FundusError('bad-model', `The card is not complete: ${z.prettifyError(card.error)}`, {
      file: cardFile,
    });
  }
  const file = cardFile.replace(/\.json$/, '.onnx');
  const bytes = await readFile(file);
  if (sha256Of(bytes) !== card.data.sha256) throw changed(file);
  const { name, kind, quantization } = card.data;
  if (card.data.kind === 'synthesizer' && card.data.styleEncoder) {
    await addStyleEncoder(project, card.data.styleEncoder, cardFile);
  }
  const sha256 = await project.files.put(bytes, 'onnx');
  const model = { name, kind, sha256, card: card.data };
  const current = quantization === undefined && !chosen.has(kind);
  if (current) chosen.add(kind);
  return registerModel(project, model, { current });
}
