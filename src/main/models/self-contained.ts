import { stat } from 'node:fs/promises';
import type { BorrowedNetworks, NetworkPlace } from '../../shared/api/training.ts';
import type { Sha256 } from '../../shared/domain.ts';
import { FundusError } from '../../shared/errors.ts';
import type { ModelRow } from '../store/models.ts';
import type { Project } from '../store/project.ts';
import { type NetworkReference, nameOf, referencedNetworks } from './files.ts';
import { readShipped, retiredFiles, type ShippedFile, shippedFiles } from './shipped-files.ts';

interface PlacedNetwork extends NetworkReference {
  readonly place: NetworkPlace;
  /** The program's. */
  readonly path?: string;
}

export interface PlacedModel extends ModelRow {
  /** Of its own file. */
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
