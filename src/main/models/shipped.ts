import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { ModelKind, Sha256 } from '../../shared/domain.ts';
import { FundusError } from '../../shared/errors.ts';
import { type ModelCard, modelCardSchema } from '../networks/card.ts';
import { outsideArchive } from '../runtime/outside-archive.ts';
import { sha256Of } from '../store/files.ts';
import { type ModelRow, registerModel } from '../store/models.ts';
import type { Project } from '../store/project.ts';

/**
 * The networks that come with the program: `NAME.onnx`, each with its card `NAME.json`, their int8 forms, and the style
 * encoders that cards name. Those that a version no longer offers lie in `retired/` for one version more.
 */
export const shippedModelsFolder = outsideArchive(resolve(import.meta.dirname, '../../../resources/models'));

export interface ShippedFile {
  readonly path: string;
  /** The next version will not have it. */
  readonly isRetired: boolean;
}

/** What of a card says which files are its. */
const filesSchema = z.object({
  sha256: z.string(),
  styleEncoder: z.object({ file: z.string(), sha256: z.string() }).optional(),
});

/** The ONNX files of a folder laid out like `shippedModelsFolder`, by SHA-256 as the cards state it. */
export async function shippedFiles(folder = shippedModelsFolder): Promise<ReadonlyMap<Sha256, ShippedFile>> {
  // What is retired and offered again is not retired.
  return new Map([...(await retiredFiles(folder)), ...(await filesOf(folder, false))]);
}

/** Those of them that are retired, found without reading the others. */
export async function retiredFiles(folder = shippedModelsFolder): Promise<[Sha256, ShippedFile][]> {
  const retired = join(folder, 'retired');
  return existsSync(retired) ? filesOf(retired, true) : [];
}

async function filesOf(folder: string, isRetired: boolean): Promise<[Sha256, ShippedFile][]> {
  const cards = (await readdir(folder)).filter((file) => file.endsWith('.json'));
  const files = await Promise.all(
    cards.map(async (card) => {
      const { sha256, styleEncoder } = filesSchema.parse(
        JSON.parse(await readFile(join(folder, card), 'utf8')),
      );
      const own = { sha256, file: card.replace(/\.json$/, '.onnx') };
      return styleEncoder ? [own, styleEncoder] : [own];
    }),
  );
  return files
    .flat()
    .map(({ sha256, file }): [Sha256, ShippedFile] => [sha256, { path: join(folder, file), isRetired }])
    .filter(([, { path }]) => existsSync(path));
}

/** The content of a network's file. @throws FundusError 'bad-model' when it is not the one of that SHA-256 */
export async function readShipped(path: string, sha256: Sha256): Promise<Uint8Array> {
  const bytes = await readFile(path);
  if (sha256Of(bytes) === sha256) return bytes;
  throw new FundusError('bad-model', 'The network is not the one that its card describes', {
    file: path,
    hint: 'install the program again',
  });
}

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
