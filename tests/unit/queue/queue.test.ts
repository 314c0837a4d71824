import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { getModel } from '../../../src/main/store/models.ts';
import { listRuns } from '../../../src/main/store/runs.ts';
import { listSyntheticImages } from '../../../src/main/store/synthetic.ts';
import { openQueue, smallProject, tinyTraining } from './queue-support.ts';

const sample = resolve(import.meta.dirname, '../../../resources/sample');
const long = tinyTraining(100_000);

describe('a queue', () => {
  it('does jobs of the compute lane one after another, in order, and moves files beside them', async () => {
    const { queue, events, until, settled } = await openQueue(await smallProject());
    const training = await queue.enqueue(long);
    const segment = await queue.enqueue({ kind: 'segment', options: {} });
    const synthesize = await queue.enqueue({ kind: 'synthesize', options: { count: 3, seed: 1 } });
    const imported = await queue.enqueue({ kind: 'import', options: { paths: [join(sample, 'images')] } });
    expect((await settled(imported.id)).status).toBe('finished');
    expect((await queue.get(training.id)).status).toBe('running');
    expect((await queue.get(segment.id)).status).toBe('queued');
    await queue.cancel(training.id);
    expect((await settled(synthesize.id)).status).toBe('finished');
    const ends = (id: number) =>
      events.findIndex(
        (event) => event.type === 'job' && event.job.id === id && event.job.finishedAt !== null,
      );
    // The database knows first, then who listens.
    await expect.poll(() => ends(synthesize.id)).toBeGreaterThan(0);
    expect(ends(training.id)).toBeLessThan(ends(segment.id));
    expect(ends(segment.id)).toBeLessThan(ends(synthesize.id));
    await until(segment.id, ({ status }) => status === 'finished');
    const list = await queue.list();
    expect(list.map(({ id }) => id)).toEqual([training.id, segment.id, synthesize.id, imported.id]);
  });

  it('tells how far a job is, what it changed and what came of it', async () => {
    const { project, queue, events, settled } = await openQueue(await smallProject());
    const { id } = await queue.enqueue({ kind: 'synthesize', options: { count: 4, seed: 9 } });
    const job = await settled(id);
    expect(job).toMatchObject({ status: 'finished', result: { model: 'gan', images: 4 }, done: 4, total: 4 });
    expect(job).toMatchObject({ isResumable: false, isElsewhere: false, detail: null, remaining: null });
    await expect.poll(() => events.some((event) => event.type === 'changed')).toBe(true);
    const changed = events.flatMap((event) => (event.type === 'changed' ? event.topics : []));
    expect(new Set(changed)).toEqual(new Set(['synthetic', 'project', 'images']));
    const running = events.flatMap((event) => (event.type === 'job' ? [event.job] : []));
    expect(running.map(({ status }) => status)).toEqual(
      expect.arrayContaining(['queued', 'running', 'finished']),
    );
    expect(running.some(({ phase, detail }) => phase === 'Synthesising' && detail !== null)).toBe(true);
    const rows = await listSyntheticImages(project);
    expect(rows).toHaveLength(4);
    for (const { thumbnailSha256 } of rows) {
      expect(existsSync(project.files.path(thumbnailSha256!, 'jpg'))).toBe(true);
    }
  });

  it('keeps the whole error of a job that failed, and can try it again', async () => {
    const dir = await smallProject();
    const { queue, settled } = await openQueue(dir);
    const file = join(dir, 'nothing-here');
    const { id } = await queue.enqueue({ kind: 'import', options: { paths: [file] } });
    const failed = await settled(id);
    expect(failed).toMatchObject({ status: 'failed', isResumable: true, error: { code: 'not-found', file } });
    await queue.resume(id);
    expect(await settled(id)).toMatchObject({ status: 'failed', startedAt: failed.startedAt });
  });

  it('cancels what waits at once and what runs soon', async () => {
    const { queue, until, settled } = await openQueue(await smallProject());
    const running = await queue.enqueue(long);
    const waiting = await queue.enqueue(long);
    expect(await queue.cancel(waiting.id)).toMatchObject({ status: 'cancelled', startedAt: null });
    await until(running.id, ({ done }) => done > 3);
    await queue.cancel(running.id);
    expect(await settled(running.id)).toMatchObject({ status: 'cancelled', error: null, isResumable: true });
    await expect(queue.cancel(running.id)).rejects.toMatchObject({ code: 'usage' });
    await expect(queue.pause(99)).rejects.toMatchObject({ code: 'not-found' });
  });

  it('lets a job that waits be paused, and go on after those that came later', async () => {
    const { queue, settled } = await openQueue(await smallProject());
    const first = await queue.enqueue(long);
    const second = await queue.enqueue({ kind: 'synthesize', options: { count: 1, seed: 1 } });
    const third = await queue.enqueue({ kind: 'synthesize', options: { count: 1, seed: 2 } });
    expect((await queue.pause(second.id)).status).toBe('paused');
    expect((await queue.resume(second.id)).status).toBe('queued');
    await queue.cancel(first.id);
    const [early, late] = [await settled(third.id), await settled(second.id)];
    expect(early.startedAt! <= late.startedAt!).toBe(true);
    await expect(queue.resume(late.id)).rejects.toMatchObject({ code: 'usage' });
  });

  it('forgets jobs that have ended, but no unfinished training unless it is named', async () => {
    const { project, queue, until, settled } = await openQueue(await smallProject());
    const stopped = await queue.enqueue(long);
    await until(stopped.id, ({ runId }) => runId !== null);
    await expect(queue.forget(stopped.id)).rejects.toMatchObject({ code: 'busy' });
    await queue.cancel(stopped.id);
    const done = await queue.enqueue({ kind: 'synthesize', options: { count: 1, seed: 1 } });
    await settled(done.id);
    await queue.forgetEnded();
    expect((await queue.list()).map(({ id }) => id)).toEqual([stopped.id]);
    await queue.forget(stopped.id);
    expect(await queue.list()).toEqual([]);
    expect(await listRuns(project)).toMatchObject([{ status: 'cancelled', jobId: null }]);
  });

  it('has nothing to say without a project', async () => {
    const { queue, close } = await openQueue(await smallProject());
    await close();
    await expect(queue.list()).rejects.toMatchObject({ code: 'no-project' });
    await expect(queue.enqueue(long)).rejects.toMatchObject({ code: 'no-project' });
  });
});

describe('going on', () => {
  it('a paused training ends with the weights of an uninterrupted one', async () => {
    const whole = await openQueue(await smallProject());
    const expected = await whole.settled((await whole.queue.enqueue(tinyTraining(120))).id);
    const stopped = await openQueue(await smallProject());
    const { id } = await stopped.queue.enqueue(tinyTraining(120));
    await stopped.until(id, ({ done, phase }) => phase.startsWith('Training') && done >= 10);
    await stopped.queue.pause(id);
    const paused = await stopped.settled(id);
    expect(paused).toMatchObject({ status: 'paused', isResumable: true, error: null });
    expect(paused.done).toBeLessThan(120);
    expect(await listRuns(stopped.project)).toMatchObject([{ status: 'cancelled', jobId: id }]);
    await stopped.queue.resume(id);
    expect(await stopped.settled(id)).toMatchObject({ error: null, status: 'finished', runId: paused.runId });
    const [run, ...others] = await listRuns(stopped.project);
    expect(others).toEqual([]);
    expect(run).toMatchObject({ status: 'finished', jobId: id, step: 120 });
    const [wholeRun] = await listRuns(whole.project);
    expect(expected.runId).toBe(wholeRun!.id);
    const weights = await getModel(stopped.project, run!.modelId!);
    expect(weights.sha256).toBe((await getModel(whole.project, wholeRun!.modelId!)).sha256);
  });

  it('a synthesis makes the images that it would have made, none twice', async () => {
    const request = { kind: 'synthesize', options: { count: 40, seed: 4 } } as const;
    const { project, queue, until, settled } = await openQueue(await smallProject());
    const { id } = await queue.enqueue(request);
    await until(id, ({ done }) => done >= 5);
    await queue.pause(id);
    expect((await settled(id)).status).toBe('paused');
    const before = await listSyntheticImages(project);
    expect(before.length).toBeLessThan(40);
    await queue.resume(id);
    expect(await settled(id)).toMatchObject({ status: 'finished', result: { images: 40 } });
    const images = await listSyntheticImages(project);
    expect(images.slice(0, before.length)).toEqual(before);
    const whole = await openQueue(await smallProject());
    await whole.settled((await whole.queue.enqueue(request)).id);
    const expected = await listSyntheticImages(whole.project);
    expect(images.map(({ sha256 }) => sha256)).toEqual(expected.map(({ sha256 }) => sha256));
  });

  it('a segmentation leaves the images that it has done', async () => {
    const { project, queue, settled } = await openQueue(await smallProject());
    const { id } = await queue.enqueue({ kind: 'segment', options: {} });
    await settled(id);
    // As if it had been stopped between its two images.
    await project.db.updateTable('jobs').set({ status: 'paused' }).where('id', '=', id).execute();
    const first = project.db.selectFrom('masks').select('id').where('origin', '=', 'predicted').orderBy('id');
    const [kept, redone] = await first.execute();
    await project.db.deleteFrom('masks').where('id', '=', redone!.id).execute();
    await queue.resume(id);
    expect(await settled(id)).toMatchObject({
      status: 'finished',
      result: {
        images: [
          { image: '06_h', maskId: kept!.id, seconds: 0 },
          { image: '08_g', seconds: expect.toSatisfy((seconds: number) => seconds > 0) },
        ],
      },
    });
  });
});
