import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { jobStatuses } from '../../src/shared/api/jobs.ts';
import { problemSchema } from '../../src/shared/errors.ts';
import type { JobRequest } from '../../src/shared/jobs/kinds.ts';
import { addSampleImage } from '../unit/jobs/sample-project.ts';
import { until } from '../until.ts';
import { sample } from './fundus.ts';
import { type OpenApplication, openApplication, problem, read } from './support.ts';

const instant = z.iso.datetime().nullable();
const job = z.strictObject({
  id: z.int().positive(),
  kind: z.string(),
  options: z.unknown(),
  status: z.enum(jobStatuses),
  phase: z.string(),
  done: z.int(),
  total: z.int(),
  detail: z.string().nullable(),
  remaining: z.number().nullable(),
  error: problemSchema.nullable(),
  result: z.unknown(),
  runId: z.int().nullable(),
  isResumable: z.boolean(),
  isElsewhere: z.boolean(),
  createdAt: z.iso.datetime(),
  startedAt: instant,
  finishedAt: instant,
});
const uploadSchema = z.object({ id: z.string(), dir: z.string() });

const tiny = { preset: 'quick', width: 2, levels: 2, crop: 32, batch: 1, fovDiameter: 204 } as const;
const training = (steps: number): JobRequest => ({ kind: 'train-segmenter', options: { ...tiny, steps } });

/** With a photograph to train on. */
async function openTrainable() {
  const opened = await openApplication();
  await addSampleImage(opened.project, '06_h', 'train', ['1stHO']);
  return opened;
}

const enqueue = ({ call }: OpenApplication, request: JobRequest) => read(job, call('POST', '/jobs', request));

const untilJob = ({ call }: OpenApplication, id: number, condition: (info: z.infer<typeof job>) => boolean) =>
  until(() => read(job, call('GET', `/jobs/${id}`)), condition);

test('a job is queued, paused, resumed and finished, and then forgotten', async () => {
  const opened = await openTrainable();
  const { call } = opened;
  const queued = await enqueue(opened, training(400));
  expect(queued).toMatchObject({
    kind: 'train-segmenter',
    status: 'queued',
    options: { steps: 400 },
    startedAt: null,
  });
  await untilJob(opened, queued.id, ({ done, detail }) => done > 2 && detail !== null);
  expect((await problem(call('DELETE', `/jobs/${queued.id}`))).status).toBe(409);
  await read(job, call('POST', `/jobs/${queued.id}/pause`));
  const paused = await untilJob(opened, queued.id, ({ status }) => status === 'paused');
  expect(paused).toMatchObject({ isResumable: true, detail: null, remaining: null, error: null });
  await read(job, call('POST', `/jobs/${queued.id}/resume`));
  const finished = await untilJob(opened, queued.id, ({ status }) => status === 'finished');
  expect(finished).toMatchObject({
    phase: 'Finishing',
    done: finished.total,
    isResumable: false,
    runId: paused.runId,
  });
  expect(finished.result).toMatchObject({ run: paused.runId, model: { name: 'unet', kind: 'segmenter' } });
  expect(await problem(call('POST', `/jobs/${queued.id}/cancel`))).toMatchObject({
    status: 400,
    code: 'usage',
  });
  expect(await read(z.array(job), call('GET', '/jobs'))).toEqual([finished]);
  expect((await call('DELETE', `/jobs/${queued.id}`)).status).toBe(204);
  expect(await read(z.array(job), call('GET', '/jobs'))).toEqual([]);
  expect((await problem(call('GET', `/jobs/${queued.id}`))).status).toBe(404);
});

test('requests that make no sense are refused', async () => {
  const { call, application } = await openApplication();
  for (const body of [
    {},
    { kind: 'dance', options: {} },
    { kind: 'synthesize', options: { count: 0, seed: 1 } },
    { kind: 'import', options: { paths: [] } },
  ]) {
    expect(await problem(call('POST', '/jobs', body))).toMatchObject({ status: 400, code: 'usage' });
  }
  expect((await problem(call('POST', '/jobs/7/pause'))).status).toBe(404);
  expect((await problem(call('POST', '/jobs/x/pause'))).status).toBe(400);
  await application.close();
  expect(await problem(call('GET', '/jobs'))).toMatchObject({ status: 409, code: 'no-project' });
});

test('all that has ended is forgotten at once, and a failure keeps its reason until then', async () => {
  const opened = await openApplication();
  const { id } = await enqueue(opened, training(10));
  const failed = await untilJob(opened, id, ({ status }) => status === 'failed');
  expect(failed.error).toMatchObject({ code: 'no-data', hint: expect.any(String) });
  expect((await opened.call('DELETE', '/jobs')).status).toBe(204);
  expect(await read(z.array(job), opened.call('GET', '/jobs'))).toEqual([]);
});

test('an upload is imported under the paths that it came with, and removed', async () => {
  const opened = await openApplication();
  const { call, handler } = opened;
  const upload = await read(uploadSchema, call('POST', '/uploads'));
  const put = (path: string, body: string | Uint8Array<ArrayBuffer>) =>
    handler(
      new Request(`http://127.0.0.1/api/uploads/${upload.id}/files?path=${encodeURIComponent(path)}`, {
        method: 'PUT',
        body,
        headers: { 'content-type': 'application/octet-stream' },
      }),
    );
  await put('HRF/images/06_h.jpg', new Uint8Array(readFileSync(join(sample, 'images/06_h.jpg'))));
  await put('HRF/images/broken.jpg', 'not a picture');
  const options = { paths: [upload.dir], upload: upload.id };
  const { id } = await enqueue(opened, { kind: 'import', options });
  const { result, status } = await untilJob(opened, id, ({ finishedAt }) => finishedAt !== null);
  expect(status).toBe('finished');
  expect(result).toMatchObject({
    taken: [{ file: 'HRF/images/06_h.jpg', name: '06_h' }],
    failed: [{ file: 'HRF/images/broken.jpg', code: 'not-an-image' }],
  });
  expect(existsSync(upload.dir)).toBe(false);

  const again = await enqueue(opened, { kind: 'import', options });
  expect((await untilJob(opened, again.id, ({ finishedAt }) => finishedAt !== null)).error).toMatchObject({
    code: 'not-found',
  });
});

test('a page that listens hears of jobs and of what they change', async () => {
  const opened = await openTrainable();
  const stream = (await opened.call('GET', '/events')).body!.pipeThrough(new TextDecoderStream());
  const { id } = await enqueue(opened, training(60));
  let heard = '';
  for await (const text of stream) {
    heard += text;
    if (heard.includes('"status":"finished"') && heard.includes('"models"')) break;
  }
  expect(heard).toContain(`"type":"job","job":{"id":${id},"kind":"train-segmenter"`);
  expect(heard).toContain('"topics":["runs","samples","models"]');
});
