import { describe, expect, it } from 'vitest';
import { addJob, finishJob, getJob, listJobs, startJob, updateJob } from '../../../src/main/store/jobs.ts';
import { temporaryProject } from './support.ts';

describe('jobs', () => {
  it('go from queued over running to finished', async () => {
    const project = await temporaryProject();
    const { id } = await addJob(project, 'export', { zip: true });
    expect(await getJob(project, id)).toMatchObject({
      kind: 'export',
      options: { zip: true },
      status: 'queued',
      done: 0,
      total: 0,
      phase: '',
      error: null,
    });
    await startJob(project, id);
    await updateJob(project, id, { done: 3, total: 9, phase: 'Writing images' });
    expect(await listJobs(project, 'running')).toMatchObject([{ id, done: 3, total: 9, finishedAt: null }]);
    await finishJob(project, id, 'finished');
    expect(await getJob(project, id)).toMatchObject({ status: 'finished', finishedAt: expect.any(String) });
    expect(await listJobs(project, 'running')).toEqual([]);
    expect(await listJobs(project)).toHaveLength(1);
  });

  it('keep the error that ended them', async () => {
    const project = await temporaryProject();
    const { id } = await addJob(project, 'export', null);
    await finishJob(project, id, 'failed', { code: 'io', message: 'disk full' });
    expect((await getJob(project, id)).error).toEqual({ code: 'io', message: 'disk full' });
    await expect(getJob(project, 99)).rejects.toMatchObject({ code: 'not-found' });
  });
});
