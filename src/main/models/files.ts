import { stat } from 'node:fs/promises';
import { z } from 'zod';
import type { BorrowedNetworks, NetworkPlace } from '../../shared/api/training.ts';
import type { Sha256 } from '../../shared/domain.ts';
import { FundusError } from '../../shared/errors.ts';
import { listModels, type ModelRow } from '../store/models.ts';
import type { Project } from '../store/project.ts';
import { readShipped, retiredFiles, type ShippedFile, shippedFiles } from './shipped.ts';

/** What of a card says which files a model has besides its own, and since when. */
const referenceSchema = z.object({
  styleEncoder: z.object({ sha256: z.string() }).optional(),
  softwareVersion: z.string().optional(),
});

/** A network's file that the project refers to. */
export interface NetworkReference {
  readonly sha256: Sha256;
  readonly model: ModelRow;
  readonly role: 'network' | 'style encoder';
}

/** The files that the project's models need, each once. */
export async function referencedNetworks(project: Project): Promise<NetworkReference[]> {
  const references = (await listModels(project)).flatMap((model): NetworkReference[] => {
    const own = { sha256: model.sha256, model, role: 'network' } as const;
    const encoder = referenceSchema.safeParse(model.card).data?.styleEncoder;
    return encoder ? [own, { sha256: encoder.sha256, model, role: 'style encoder' }] : [own];
  });
  return [...new Map(references.map((reference) => [reference.sha256, reference])).values()];
}

/**
 * Where a network's file is: in the project, otherwise with the program.
 * @param folder of the program's networks, by default its own
 * @throws FundusError 'not-found' when it is in neither place; 'bad-model' when the program's is another than its card says
 */
export async function networkFile(project: Project, sha256: Sha256, folder?: string): Promise<string> {
  if (await project.files.has(sha256, 'onnx')) return project.files.path(sha256, 'onnx');
  const path = await shippedPath(project, sha256, folder);
  await readShipped(path, sha256);
  return path;
}

/** The content of `networkFile`. @throws FundusError as it does; 'io' when the project's is damaged */
export async function readNetwork(project: Project, sha256: Sha256, folder?: string): Promise<Uint8Array> {
  if (await project.files.has(sha256, 'onnx')) return project.files.read(sha256, 'onnx');
  return readShipped(await shippedPath(project, sha256, folder), sha256);
}

async function shippedPath(project: Project, sha256: Sha256, folder?: string): Promise<string> {
  const shipped = (await shippedFiles(folder)).get(sha256);
  if (shipped) return shipped.path;
  throw missing(project, sha256, await referencedNetworks(project));
}

function missing(project: Project, sha256: Sha256, references: readonly NetworkReference[]): FundusError {
  const reference = references.find((known) => known.sha256 === sha256);
  const name = reference ? nameOf(reference) : 'A network';
  const model = reference?.model.runId === null ? reference.model : undefined;
  return new FundusError(
    'not-found',
    `${name} (SHA-256 ${sha256}) is neither in the project nor in this version of the program`,
    {
      file: project.files.path(sha256, 'onnx'),
      hint: model
        ? `it came with the Fundus Studio of ${model.createdAt.slice(0, 10)} (${versionOf(model)}): with that one make the project self-contained (fundus models PROJECT --self-contained)`
        : 'restore the project folder from a backup',
    },
  );
}

/** The program may be newer than the network that came with it. */
function versionOf({ card }: ModelRow): string {
  const version = referenceSchema.safeParse(card).data?.softwareVersion;
  return version === undefined ? 'its card names no version' : `its card is of version ${version}`;
}

/** As it stands in a sentence. */
export const nameOf = ({ model, role }: NetworkReference) =>
  role === 'network' ? `"${model.name}"` : `the style encoder of "${model.name}"`;

interface PlacedNetwork extends NetworkReference {
  readonly place: NetworkPlace;
  /** The program's. */
  readonly path?: string;
}

export interface PlacedModel extends ModelRow {
  /** The place of its own file. */
  readonly place: NetworkPlace;
}

/** The project's models, oldest first. */
export async function listPlacedModels(project: Project, folder?: string): Promise<PlacedModel[]> {
  const placed = await placeNetworks(project, await shippedFiles(folder));
  return placed.flatMap(({ role, model, place }) => (role === 'network' ? [{ ...model, place }] : []));
}

/** What the project reads from the program. */
export async function borrowedNetworks(project: Project, folder?: string): Promise<BorrowedNetworks> {
  const placed = await placeNetworks(project, await shippedFiles(folder));
  const sizes = await Promise.all(
    placed.flatMap(({ path }) => (path === undefined ? [] : [stat(path).then(({ size }) => size)])),
  );
  return {
    files: sizes.length,
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    missing: placed.filter(({ place }) => place === 'missing').map(nameOf),
  };
}

/**
 * Copies into the project what it reads from the program, so that it can be taken anywhere.
 * @returns what was copied, and what is in neither place
 * @throws FundusError 'io' when there is no room; 'bad-model' when a file of the program is damaged
 */
export async function makeSelfContained(project: Project, folder?: string): Promise<BorrowedNetworks> {
  const borrowed = await borrowedNetworks(project, folder);
  await copyIn(project, await shippedFiles(folder));
  return borrowed;
}

/**
 * Copies into the project what it refers to and the program is about to lose. What cannot be copied is in the program
 * still: the next opening tries again.
 */
export async function keepRetired(project: Project, folder?: string): Promise<void> {
  const retired = new Map(await retiredFiles(folder));
  if (retired.size === 0) return;
  const offered = await shippedFiles(folder);
  const leaving = [...retired].filter(([sha256]) => offered.get(sha256)!.isRetired);
  try {
    await copyIn(project, new Map(leaving));
  } catch (error) {
    if (!(error instanceof FundusError)) throw error;
  }
}

async function copyIn(project: Project, shipped: ReadonlyMap<Sha256, ShippedFile>): Promise<void> {
  for (const { sha256, path } of await placeNetworks(project, shipped)) {
    if (path !== undefined) await project.files.put(await readShipped(path, sha256), 'onnx');
  }
}

async function placeNetworks(
  project: Project,
  shipped: ReadonlyMap<Sha256, ShippedFile>,
): Promise<PlacedNetwork[]> {
  return Promise.all(
    (await referencedNetworks(project)).map(async (reference): Promise<PlacedNetwork> => {
      if (await project.files.has(reference.sha256, 'onnx')) return { ...reference, place: 'project' };
      const path = shipped.get(reference.sha256)?.path;
      return path === undefined
        ? { ...reference, place: 'missing' }
        : { ...reference, place: 'program', path };
    }),
  );
}
