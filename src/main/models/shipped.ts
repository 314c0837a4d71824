import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ModelKind, Sha256 } from '../../shared/domain.ts';
import { FundusError } from '../../shared/errors.ts';
import { type ModelCard, modelCardSchema } from '../networks/card.ts';
import { type ModelRow, registerModel } from '../store/models.ts';
import type { Project } from '../store/project.ts';
import { readShipped, shippedFiles, shippedModelsFolder } from './shipped-files.ts';

export interface ShippedModel {
  /** The name of the network's file in the folder. */
  readonly file: string;
  readonly card: ModelCard;
}

/** The networks of a folder, by name. @throws FundusError 'bad-model' for a card that is not complete */
export async function listShippedModels(folder = shippedModelsFolder): Promise<ShippedModel[]> {
  const cards = (await readdir(folder)).filter((file) => file.endsWith('.json'));
  const names = cards.map((file) => file.replace(/\.json$/, '')).sort();
  return Promise.all(
    names.map(async (name) => ({ file: `${name}.onnx`, card: await readCard(join(folder, `${name}.json`)) })),
  );
}

/**
 * Registers the networks of a folder in the project, which refers to those that come with the program and gets copies
 * of the others. Of each kind the float32 one whose name comes first becomes current.
 * @throws FundusError 'bad-model' when a network that is copied is not what its card says
 */
export async function addShippedModels(project: Project, folder = shippedModelsFolder): Promise<ModelRow[]> {
  const shipped = await listShippedModels(folder);
  const own = await shippedFiles();
  const others = shipped.flatMap(networksOf).filter(({ sha256 }) => own.get(sha256)?.isRetired ?? true);
  await addFiles(project, folder, others);
  const models: ModelRow[] = [];
  const chosen = new Set<ModelKind>();
  for (const { card } of shipped) {
    const { name, kind, sha256, quantization } = card;
    const current = quantization === undefined && !chosen.has(kind);
    if (current) chosen.add(kind);
    models.push(await registerModel(project, { name, kind, sha256, card }, { current }));
  }
  return models;
}

interface NetworkFile {
  readonly file: string;
  readonly sha256: Sha256;
}

/** Its own file, and that of its style encoder. */
function networksOf({ file, card }: ShippedModel): NetworkFile[] {
  const own = { file, sha256: card.sha256 };
  return card.kind === 'synthesizer' && card.styleEncoder ? [own, card.styleEncoder] : [own];
}

async function readCard(file: string): Promise<ModelCard> {
  const card = modelCardSchema.safeParse(JSON.parse(await readFile(file, 'utf8')));
  if (card.success) return card.data;
  throw new FundusError('bad-model', `The card is not complete: ${z.prettifyError(card.error)}`, { file });
}

/** At the same time: most of it is waiting for the disk. When one fails, the others are done as well. */
async function addFiles(project: Project, folder: string, files: readonly NetworkFile[]): Promise<void> {
  const added = files.map(async ({ file, sha256 }) =>
    project.files.put(await readShipped(join(folder, file), sha256), 'onnx'),
  );
  const failed = (await Promise.allSettled(added)).find(({ status }) => status === 'rejected');
  if (failed?.status === 'rejected') throw failed.reason;
}
