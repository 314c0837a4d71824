import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { runJob } from '../../../src/main/queue/runner.ts';
import { listJobs } from '../../../src/main/store/jobs.ts';
import { createProject, type Project } from '../../../src/main/store/project.ts';
import { FundusError } from '../../../src/shared/errors.ts';
import { type JobContext, type Progress, throwIfCancelled } from '../../../src/shared/progress.ts';

let dir: string;
let project: Project;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'fundus-runner-'));
  project = createProject(join(dir, 'eyes'));
});
afterEach(() => {
  project.close();
  rmSync(dir, { recursive: true, force: true });
});

function context(signal = new AbortController().signal): JobContext & { reports: Progress[] } {
  const reports: Progress[] = [];
  return { reports, report: (progress) => reports.push(progress), signal };
}

test('a job that ends well is recorded with its options and its last progress, and its result is returned', async () => {
  const ctx = context();
  const result = await runJob(
    project,
    { kind: 'looking', options: { model: 'unet' } },
    async ({ report }) => {
      for (let done = 0; done <= 3; done++) report({ phase: 'Segmenting', done, total: 3, detail: 'x' });
      return 'done';
    },
    ctx,
  );
  expect(result).toBe('done');
  expect(ctx.reports.map(({ done }) => done)).toEqual([0, 1, 2, 3]);
  const [job] = await listJobs(project);
  expect(job).toMatchObject({ kind: 'looking', options: { model: 'unet' }, status: 'finished' });
  expect(job).toMatchObject({ phase: 'Segmenting', done: 3, total: 3, error: null });
});

test('a job is running while its work runs', async () => {
  const status = await runJob(
    project,
    { kind: 'looking', options: {} },
    async () => (await listJobs(project))[0]?.status,
    context(),
  );
  expect(status).toBe('running');
});

test('a failure is recorded with its code and thrown on', async () => {
  const error = new FundusError('no-data', 'Nothing to do');
  const failing = runJob(project, { kind: 'train', options: {} }, () => Promise.reject(error), context());
  await expect(failing).rejects.toBe(error);
  expect(await listJobs(project)).toMatchObject([
    { status: 'failed', error: { code: 'no-data', message: 'Nothing to do' } },
  ]);
});

test('a cancelled job is recorded as cancelled', async () => {
  const controller = new AbortController();
  const cancelled = runJob(
    project,
    { kind: 'train', options: {} },
    async ({ signal }) => {
      controller.abort();
      throwIfCancelled(signal);
    },
    context(controller.signal),
  );
  await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });
  expect(await listJobs(project)).toMatchObject([{ status: 'cancelled' }]);
});
