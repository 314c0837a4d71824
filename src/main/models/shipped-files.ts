import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Sha256 } from '../../shared/domain.ts';
import { FundusError } from '../../shared/errors.ts';
import { outsideArchive } from '../runtime/outside-archive.ts';
import { sha256Of } from '../store/files.ts';

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
