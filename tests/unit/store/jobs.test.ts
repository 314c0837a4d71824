import { describe, expect, it } from 'vitest';
import { addJob, finishJob, getJob, listJobs, startJob, updateJob } from '../../../src/main/store/jobs.ts';
import { temporaryProject } from './support.ts';

describe('jobs', () => {
  it('go from queued over running to finished', async () => {
    const project = await temporaryProject();
    const { id } = await addJob(project, 'export', { zip: true }, 'me');
    expect(await getJob(project, id)).toMatchObject({
      kind: 'export',
      options: { zip: true },
      status: 'queued',
      done: 0,
      total: 0,
      phase: '',
      error: null,
    });
    expect(await startJob(project, id, 'another')).toBeUndefined();
    expect(await startJob(project, id, 'me')).toMatchObject({ status: 'running' });
    await updateJob(project, id, { done: 3, total: 9, phase: 'Writing images' });
    expect(await listJobs(project, 'running')).toMatchObject([{ id, done: 3, total: 9, finishedAt: null }]);
    await finishJob(project, id, { status: 'finished', result: { files: 9 } });
    expect(await getJob(project, id)).toMatchObject({
      status: 'finished',
      result: { files: 9 },
      finishedAt: expect.any(String),
    });
    expect(await listJobs(project, 'running')).toEqual([]);
    expect(await listJobs(project)).toHaveLength(1);
  });

  it('keep the error that ended them', async () => {
    const project = await temporaryProject();
    const { id } = await addJob(project, 'export', null);
    const error = { code: 'io', message: 'disk full', file: '/eyes', hint: 'make room' };
    await finishJob(project, id, { status: 'failed', error });
    expect((await getJob(project, id)).error).toEqual(error);
    await expect(getJob(project, 99)).rejects.toMatchObject({ code: 'not-found' });
  });
});
