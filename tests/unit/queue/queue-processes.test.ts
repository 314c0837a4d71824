import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { addJob, getJob } from '../../../src/main/store/jobs.ts';
import { getModel } from '../../../src/main/store/models.ts';
import { claimOwner, isOwnerAlive } from '../../../src/main/store/owners.ts';
import { openProject } from '../../../src/main/store/project.ts';
import { getRun, listRuns } from '../../../src/main/store/runs.ts';
import { runScript } from '../store/processes.ts';
import { temporaryFolder } from '../store/support.ts';
import { openQueue, smallProject, tinyTraining } from './queue-support.ts';

const script = (name: string) => join(import.meta.dirname, 'scripts', name);

/** An environment in which all that programs keep outside their own folders goes into this one. */
const homeIn = (home: string) => ({
  ...{ HOME: home, USERPROFILE: home, TMPDIR: home, TMP: home, TEMP: home },
  XDG_CACHE_HOME: home,
});

/** A process that runs a job of the project until it is told to end or killed. */
async function holdJob(dir: string) {
  const child = spawn(process.execPath, [script('hold-job.ts'), dir], { stdio: ['pipe', 'pipe', 'inherit'] });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  await once(child.stdout, 'data');
  const exited = once(child, 'exit');
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  const finish = async () => {
    child.stdin.end();
    await exited;
  };
  return { kill, finish };
}

describe('closing the project', () => {
  it('interrupts what runs and keeps what waits, which starts when the project is opened', async () => {
    const dir = await smallProject();
    const first = await openQueue(dir);
    const training = await first.queue.enqueue(tinyTraining(100_000));
    const waiting = await first.queue.enqueue({ kind: 'synthesize', options: { count: 1, seed: 1 } });
    await first.until(training.id, ({ done }) => done > 5);
    await first.close();
    const closed = openProject(dir);
    expect(await getJob(closed, training.id)).toMatchObject({ status: 'interrupted', error: null });
    expect(await getJob(closed, waiting.id)).toMatchObject({ status: 'queued' });
    expect(await listRuns(closed)).toMatchObject([
      { status: 'cancelled', checkpointSha256: expect.any(String) },
    ]);
    closed.close();
    const again = await openQueue(dir);
    expect(await again.settled(waiting.id)).toMatchObject({ status: 'finished' });
    expect(await again.queue.get(training.id)).toMatchObject({ status: 'interrupted', isResumable: true });
  });
});

describe('a process that is killed during a training', () => {
  it('leaves it interrupted, and it goes on to the weights of an uninterrupted one', async () => {
    const [dir, other] = [await smallProject(), await smallProject()];
    const request = tinyTraining(300);
    const home = await temporaryFolder();
    const { signal } = await runScript('queue/scripts/train-in-queue.ts', [dir, JSON.stringify(request)], {
      killAtOutput: 'behind the checkpoint',
      environment: { ...homeIn(home), ORT_DISABLE_TELEMETRY: '' },
    });
    expect(signal).toBe('SIGKILL');
    // Networks that run in a thread send nothing either, nor prepare to.
    expect(readdirSync(home)).toEqual([]);
    const { project, queue, settled } = await openQueue(dir);
    const [training, behind] = await queue.list();
    expect(training).toMatchObject({ status: 'interrupted', isResumable: true, isElsewhere: false });
    expect(await getRun(project, training!.runId!)).toMatchObject({ status: 'cancelled', step: 250 });
    expect((await settled(behind!.id)).status).toBe('finished');
    await queue.resume(training!.id);
    expect(await settled(training!.id)).toMatchObject({ status: 'finished', runId: training!.runId });
    const whole = await openQueue(other);
    const { runId } = await whole.settled((await whole.queue.enqueue(request)).id);
    const model = async ({ project }: Pick<typeof whole, 'project'>, run: number) =>
      getModel(project, (await getRun(project, run)).modelId!);
    const resumed = await model({ project }, training!.runId!);
    expect(resumed.sha256).toBe((await model(whole, runId!)).sha256);
  });
});

describe('a worker that dies', () => {
  it('leaves its job interrupted with the reason; the next one gets a new worker', async () => {
    const workerUrl = new URL('./scripts/crashing-worker.ts', import.meta.url);
    const { queue, settled } = await openQueue(await smallProject(), { workerUrl });
    const dying = await queue.enqueue(tinyTraining(100_000));
    const next = await queue.enqueue({ kind: 'synthesize', options: { count: 1, seed: 1 } });
    expect(dying.id).toBe(1);
    expect(await settled(dying.id)).toMatchObject({
      status: 'interrupted',
      isResumable: true,
      error: { code: 'internal', message: expect.stringContaining('out of luck') },
    });
    expect((await settled(next.id)).status).toBe('finished');
  });
});

describe('a worker that does not answer', () => {
  it('is left behind when the project is closed, its job interrupted', async () => {
    const dir = await smallProject();
    const workerUrl = new URL('./scripts/hanging-worker.ts', import.meta.url);
    const { queue, until, close } = await openQueue(dir, { workerUrl, stopWithinMs: 500 });
    const { id } = await queue.enqueue(tinyTraining(100_000));
    await until(id, ({ phase, done }) => phase.startsWith('Training') && done > 0);
    await close();
    const project = openProject(dir);
    expect(await getJob(project, id)).toMatchObject({ status: 'interrupted' });
    expect(await listRuns(project)).toMatchObject([{ status: 'cancelled' }]);
    project.close();
  });
});

describe('a job of another process', () => {
  it('is shown as it goes on, cannot be stopped, and is told of when it ends', async () => {
    const dir = await smallProject();
    const holder = await holdJob(dir);
    const { queue, events, until } = await openQueue(dir);
    const [job] = await queue.list();
    expect(job).toMatchObject({ kind: 'segment', status: 'running', isElsewhere: true, isResumable: false });
    await expect(queue.pause(job!.id)).rejects.toMatchObject({ code: 'busy' });
    await expect(queue.cancel(job!.id)).rejects.toMatchObject({ code: 'busy' });
    await until(job!.id, ({ done }) => done > 3);
    await holder.finish();
    expect(await queue.get(job!.id)).toMatchObject({ status: 'finished', isElsewhere: false });
    const isTold = () =>
      events.some(
        (event) => event.type === 'job' && event.job.id === job!.id && event.job.status === 'finished',
      );
    await expect.poll(isTold).toBe(true);
  });

  it('that is killed becomes interrupted, in the open project and for whoever opens it', async () => {
    const dir = await smallProject();
    const holder = await holdJob(dir);
    const { queue, until } = await openQueue(dir);
    const [job] = await queue.list();
    await holder.kill();
    await until(job!.id, ({ status }) => status === 'interrupted');
    const other = await holdJob(dir);
    await other.kill();
    const project = openProject(dir);
    expect(await getJob(project, job!.id + 1)).toMatchObject({ status: 'interrupted' });
    project.close();
  });

  it('that waits there is not taken over while that process lives', async () => {
    const dir = await smallProject();
    const project = openProject(dir);
    const owner = claimOwner(dir);
    const { id } = await addJob(project, 'synthesize', { count: 1, seed: 1 }, owner.id);
    const here = await openQueue(dir);
    expect(isOwnerAlive(dir, owner.id)).toBe(true);
    expect(await here.queue.get(id)).toMatchObject({ status: 'queued' });
    await here.close();
    owner.release();
    expect(isOwnerAlive(dir, owner.id)).toBe(false);
    expect(await getJob(project, id)).toMatchObject({ status: 'queued', process: owner.id });
    project.close();
    const next = await openQueue(dir);
    expect((await next.settled(id)).status).toBe('finished');
  });
});
