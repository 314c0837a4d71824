import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { JobQueue, type JobQueueOptions } from '../../../src/main/queue/queue.ts';
import { registerModel } from '../../../src/main/store/models.ts';
import { openProject, type Project } from '../../../src/main/store/project.ts';
import type { ServerEvent } from '../../../src/shared/api/events.ts';
import type { JobRecord } from '../../../src/shared/api/jobs.ts';
import type { JobRequest } from '../../../src/shared/jobs/kinds.ts';
import { until } from '../../until.ts';
import { randomSynthesizer } from '../inference/random-synthesizer.ts';
import { addSampleImage, sampleProject } from '../jobs/sample-project.ts';

/** A training that takes some milliseconds a step. */
export function tinyTraining(steps: number): JobRequest {
  const settings = { width: 2, levels: 2, crop: 32, batch: 1, fovDiameter: 204, seed: 5 };
  return { kind: 'train-segmenter', options: { preset: 'quick', steps, ...settings } };
}

/** The folder of a closed project with two annotated photographs and both networks, of random weights. */
export async function smallProject(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'fundus-queue-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const { project } = await sampleProject(join(folder, 'eyes'));
  for (const name of ['06_h', '08_g']) await addSampleImage(project, name, 'train', ['1stHO']);
  const sha256 = await project.files.put(randomSynthesizer(1), 'onnx');
  const card = { canvas: { width: 96, height: 80 }, styleSize: 8 };
  await registerModel(project, { name: 'gan', kind: 'synthesizer', sha256, card });
  project.close();
  return project.dir;
}

export interface OpenQueue {
  readonly project: Project;
  readonly queue: JobQueue;
  readonly events: ServerEvent[];
  /** Closes the project as the application does. */
  close(): Promise<void>;
  /** Waits until the job is as it should be. */
  until(id: number, condition: (job: JobRecord) => boolean): Promise<JobRecord>;
  /** Waits until the job is neither queued nor running. */
  settled(id: number): Promise<JobRecord>;
}

/** Opens a project with its queue; both are closed when the test ends. */
export async function openQueue(
  dir: string,
  options: Pick<JobQueueOptions, 'workerUrl' | 'stopWithinMs'> = {},
): Promise<OpenQueue> {
  const events: ServerEvent[] = [];
  const publish = (event: ServerEvent) => events.push(event);
  const queue = new JobQueue({ publish, ...options });
  const project = openProject(dir);
  let isOpen = true;
  const close = async () => {
    if (isOpen) await queue.dispose();
    if (isOpen) project.close();
    isOpen = false;
  };
  onTestFinished(close);
  await queue.open(project);
  const untilJob: OpenQueue['until'] = (id, condition) => until(() => queue.get(id), condition);
  const settled = (id: number) => untilJob(id, ({ status }) => status !== 'queued' && status !== 'running');
  return { project, queue, events, close, until: untilJob, settled };
}
