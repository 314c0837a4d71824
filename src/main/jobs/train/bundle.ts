import { stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import packageJson from '../../../../package.json' with { type: 'json' };
import { FundusError } from '../../../shared/errors.ts';
import { type JobContext, throwIfCancelled } from '../../../shared/progress.ts';
import { discard, prepareParent, publish, refuseExisting, stage } from '../../dataset/staging.ts';
import { outsideArchive } from '../../runtime/outside-archive.ts';
import type { Project } from '../../store/project.ts';
import { type BundleFacts, writeBundle } from '../../training/bundle.ts';
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
