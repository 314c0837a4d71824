import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import packageJson from '../../../../package.json' with { type: 'json' };
import { FundusError } from '../../../shared/errors.ts';
import { type JobContext, throwIfCancelled } from '../../../shared/progress.ts';
import { discard, prepareParent, publish, refuseExisting, stage } from '../../dataset/staging.ts';
import { outsideArchive } from '../../runtime/outside-archive.ts';
import type { Project } from '../../store/project.ts';
import {
  type BundleFacts,
  type StoredProgram,
  type StoredTensor,
  writeBundle,
} from '../../training/bundle.ts';
import type { PreparedTraining } from './run.ts';

/** What runs a bundle. */
export const bundleRunner = outsideArchive(resolve(import.meta.dirname, '../../../../scripts/run-bundle.py'));

export interface BundleResult {
  readonly file: string;
  /** The program that runs it, to be taken to the other machine with it. */
  readonly runner: string;
  readonly bytes: number;
  readonly kind: BundleFacts['kind'];
  readonly steps: number;
  /** What to know of the training before it is done. */
  readonly note?: string;
}

export const software = `${packageJson.name} ${packageJson.version}`;

/**
 * Writes a training that has not begun as one file, see src/main/training/bundle.ts. It holds the photographs of the
 * training split. Elsewhere nothing is validated: the last state is the one that is kept.
 * @throws FundusError 'output-exists'; 'cancelled'; 'io'; what `prepare` throws
 */
export async function bundleTraining(
  project: Project,
  file: string,
  prepare: (project: Project, ctx: JobContext) => Promise<PreparedTraining>,
  ctx: JobContext,
): Promise<BundleResult> {
  const staging = stage(file);
  refuseExisting(staging.target);
  const { plan, trainer } = await prepare(project, ctx);
  try {
    const { kind, seed, steps, options, note } = plan;
    ctx.report({ phase: 'Writing bundle', done: 0, total: 1 });
    await prepareParent(dirname(staging.target));
    const facts = { kind, seed, options, software, createdAt: new Date().toISOString() };
    await writeBundle(staging.temporary, facts, trainer.program, ctx.signal);
    await publish(staging);
    ctx.report({ phase: 'Writing bundle', done: 1, total: 1 });
    const { size } = await stat(staging.target);
    const result = { file: staging.target, runner: bundleRunner, bytes: size, kind, steps };
    return { ...result, ...(note !== undefined && { note }) };
  } catch (cause) {
    await discard(staging);
    throwIfCancelled(ctx.signal);
    if (cause instanceof FundusError || !(cause instanceof Error) || !('syscall' in cause)) throw cause;
    throw new FundusError('io', `Cannot write the bundle: ${cause.message}`, {
      file: staging.target,
      hint: 'check the free space and the permissions of the folder',
      cause,
    });
  } finally {
    await trainer.release();
  }
}

type Tensors = Readonly<Record<string, StoredTensor>>;

/** What people call the data of a training. */
const dataNames: Readonly<Record<string, string>> = {
  photographs: 'photographs with their vessels and fields of view',
  diagnoses: 'classes',
  means: 'mean levels',
  deviations: 'spread of the levels',
  normals: 'noise',
  'segmenter.weights': 'weights of the segmenter that looks for the vessels',
};

/** More would not tell more. */
const mostTold = 3;

/**
 * What a bundle's data have that this program would not have prepared, in words; undefined when nothing.
 * "photographs with their vessels and fields of view: expected 14 of 640 x 480 pixels, found 15 of 640 x 480 pixels"
 */
export function dataDifference(expected: StoredProgram, found: StoredProgram): string | undefined {
  return told(
    namesIn(expected.data, found.data)
      .filter((name) => !isDeepStrictEqual(expected.data[name], found.data[name]))
      .map((name) => `${dataNames[name] ?? `"${name}"`}: ${contrast(expected.data, found.data, name)}`),
  );
}

/** The same of the networks that its states are: "generator.weights: expected 485 numbers, found 1093". */
export function networkDifference(expected: StoredProgram, found: StoredProgram): string | undefined {
  const count = ({ states }: StoredProgram, name: string) =>
    states[name] === undefined ? 'none' : `${states[name].shape[0]} numbers`;
  return told(
    namesIn(expected.states, found.states)
      .filter((name) => !isDeepStrictEqual(expected.states[name]?.shape, found.states[name]?.shape))
      .map((name) => `${name}: expected ${count(expected, name)}, found ${count(found, name)}`),
  );
}

/** The names of those parts that compute and draw the steps and are not the same; empty when all are. */
export function otherParts(expected: StoredProgram, found: StoredProgram): string[] {
  const parts = [
    ['graphs', ({ graphs }: StoredProgram) => graphs],
    ['initial weights', ({ states }: StoredProgram) => states],
    ['random inputs', ({ inputs, schedule }: StoredProgram) => [inputs, schedule]],
    ['samples', ({ samples }: StoredProgram) => samples],
  ] as const;
  return parts.flatMap(([name, part]) => (isDeepStrictEqual(part(expected), part(found)) ? [] : [name]));
}

/** Whether it was another program that prepared it, as far as that shows beside the data: graphs follow their sizes. */
export function trainsOtherwise(expected: StoredProgram, found: StoredProgram): boolean {
  const sizes = ({ data }: StoredProgram) =>
    Object.fromEntries(Object.entries(data).map(([name, { shape }]) => [name, shape]));
  const other = otherParts(expected, found);
  return isDeepStrictEqual(sizes(expected), sizes(found))
    ? other.includes('graphs') || other.includes('random inputs')
    : other.includes('initial weights');
}

const namesIn = (...all: Readonly<Record<string, unknown>>[]) => [...new Set(all.flatMap(Object.keys))];

function contrast(expected: Tensors, found: Tensors, name: string): string {
  const [ours, theirs] = [extent(expected[name]), extent(found[name])];
  return ours === theirs ? `expected other content in ${ours}` : `expected ${ours}, found ${theirs}`;
}

/** "15 of 1752 x 1168 pixels", "485 numbers" */
function extent(tensor: StoredTensor | undefined): string {
  if (tensor === undefined) return 'none';
  const { shape } = tensor;
  const [count, , height, width] = shape;
  if (shape.length === 4 && height! * width! > 1) return `${count} of ${width} x ${height} pixels`;
  return `${shape.reduce((product, length) => product * length, 1)} numbers`;
}

function told(differences: readonly string[]): string | undefined {
  if (differences.length === 0) return undefined;
  const rest = differences.length - mostTold;
  return [...differences.slice(0, mostTold), ...(rest > 0 ? [`and ${rest} more`] : [])].join('; ');
}
