import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import { z } from 'zod';
import { Application } from '../../src/main/api/application.ts';
import { createHandler, type Handler } from '../../src/main/api/handler.ts';
import { homeIn } from '../../src/main/api/home.ts';
import { listJobs } from '../../src/main/store/jobs.ts';
import type { Project } from '../../src/main/store/project.ts';
import { type Problem, problemSchema } from '../../src/shared/errors.ts';
import { rowOf } from '../../src/shared/jobs/kinds.ts';
import { until } from '../until.ts';

export interface OpenApplication {
  readonly application: Application;
  readonly handler: Handler;
  /** The project that is open, with the networks that come along. */
  readonly project: Project;
  /** A folder of the test's own. */
  readonly folder: string;
  /** Calls the service as the page does; an object is sent as JSON. */
  readonly call: (method: string, path: string, body?: unknown) => Promise<Response>;
}

/**
 * The application with a new project in a temporary folder. When the test ends, the page must be able to read the
 * results of its jobs, and all is closed and removed.
 */
export async function openApplication(): Promise<OpenApplication> {
  const folder = await mkdtemp(join(tmpdir(), 'fundus-application-'));
  const application = new Application(homeIn(join(folder, 'home')));
  onTestFinished(async () => {
    try {
      if (application.project) await requireReadableResults(application.project);
    } finally {
      await application.shutDown();
      await rm(folder, { recursive: true, force: true });
    }
  });
  const handler = createHandler(application);
  const project = await application.create(folder, 'Eyes');
  return { application, handler, project, folder, call: caller(handler) };
}

/** Holds that each stored result is as the table of job kinds says. */
export async function requireReadableResults(project: Project): Promise<void> {
  for (const { kind, result } of await listJobs(project)) {
    if (result !== null) expect(rowOf(kind).result.safeParse(result).error, kind).toBeUndefined();
  }
}

function caller(handler: Handler): OpenApplication['call'] {
  return (method, path, body) => {
    const init =
      body === undefined
        ? { method }
        : { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } };
    return handler(new Request(`http://127.0.0.1/api${path}`, init));
  };
}

/** The JSON of a response that must be a success. */
export async function read<T>(schema: z.ZodType<T>, response: Response | Promise<Response>): Promise<T> {
  const answer = await response;
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${answer.status} ${text}`);
  return schema.parse(JSON.parse(text));
}

/** The problem of a response that must be a failure. */
export async function problem(
  response: Response | Promise<Response>,
): Promise<Problem & { readonly status: number }> {
  const answer = await response;
  if (answer.ok) throw new Error(`Expected a failure, found ${answer.status}`);
  return { ...problemSchema.parse(await answer.json()), status: answer.status };
}

/** What shows that a job gets on is seen too. */
const jobSchema = z.looseObject({
  status: z.string(),
  finishedAt: z.string().nullable(),
  error: problemSchema.nullable(),
  result: z.unknown(),
});

/** Waits until the job is as it should be. */
export function untilJob(
  { call }: OpenApplication,
  id: number,
  condition: (job: z.infer<typeof jobSchema>) => boolean,
): Promise<z.infer<typeof jobSchema>> {
  return until(() => read(jobSchema, call('GET', `/jobs/${id}`)), condition);
}

/** Waits until the job has ended, and fails if it has not finished. */
export async function finished(opened: OpenApplication, id: number): Promise<z.infer<typeof jobSchema>> {
  const job = await untilJob(opened, id, ({ finishedAt }) => finishedAt !== null);
  expect(job).toMatchObject({ status: 'finished', error: null });
  return job;
}
