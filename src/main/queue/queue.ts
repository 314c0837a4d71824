import { extname } from 'node:path';
import type { ServerEvent } from '../../shared/api/events.ts';
import type { JobRecord } from '../../shared/api/jobs.ts';
import { FundusError } from '../../shared/errors.ts';
import { type JobRequest, type LaneName, laneNames } from '../../shared/jobs/kinds.ts';
import type { Project } from '../store/project.ts';
import { JobWorker } from './job-worker.ts';
import { ProjectJobs } from './project-jobs.ts';

export interface JobQueueOptions {
  readonly publish: (event: ServerEvent) => void;
  /** The address of another worker than worker.ts. */
  readonly workerUrl?: URL;
  /** How long running jobs may take to stop when their project is closed. */
  readonly stopWithinMs?: number;
}

/**
 * The jobs of the project that is open. Work on images and networks is done in one thread, one job after another;
 * importing and exporting in a second one beside it, which loads no network. The store holds all state: what waits
 * is started when the project is opened again, and what was running can be gone on with.
 */
export class JobQueue {
  readonly #publish: JobQueueOptions['publish'];
  readonly #stopWithinMs: number;
  readonly #workers: Readonly<Record<LaneName, JobWorker>>;
  #open: ProjectJobs | undefined;

  constructor({ publish, workerUrl, stopWithinMs = 8000 }: JobQueueOptions) {
    this.#publish = publish;
    this.#stopWithinMs = stopWithinMs;
    // A build keeps the folders and turns .ts into .js.
    const url = workerUrl ?? new URL(`./worker${extname(import.meta.url)}`, import.meta.url);
    this.#workers = { compute: new JobWorker(url), files: new JobWorker(url) };
  }

  /** Takes up the jobs of a project, in the place of those of the last one. */
  async open(project: Project): Promise<void> {
    await this.close();
    this.#open = new ProjectJobs(project, this.#workers, this.#publish);
    await this.#open.begin();
  }

  /** Stops what is running, its state kept, so that the project can be closed. */
  async close(): Promise<void> {
    await this.#open?.end(this.#stopWithinMs);
    this.#open = undefined;
  }

  /** Closes and ends the threads. */
  async dispose(): Promise<void> {
    await this.close();
    await Promise.all(laneNames.map((lane) => this.#workers[lane].quit()));
  }

  /** @throws FundusError 'no-project', as all that follow; see `checkRequest` */
  async enqueue(request: JobRequest): Promise<JobRecord> {
    return this.#jobs().enqueue(request);
  }

  /** @throws FundusError 'not-found'; 'usage' when the job has ended; 'busy' when another process runs it */
  async pause(id: number): Promise<JobRecord> {
    return this.#jobs().stop(id, 'paused');
  }

  /** @throws as `pause` */
  async cancel(id: number): Promise<JobRecord> {
    return this.#jobs().stop(id, 'cancelled');
  }

  /** Lets a job go on that was stopped or failed, after those that wait. @throws FundusError 'not-found', 'usage' */
  async resume(id: number): Promise<JobRecord> {
    return this.#jobs().resume(id);
  }

  /** Oldest first. */
  async list(): Promise<JobRecord[]> {
    return this.#jobs().list();
  }

  /** @throws FundusError 'not-found' */
  async get(id: number): Promise<JobRecord> {
    return this.#jobs().get(id);
  }

  /** @throws FundusError 'not-found'; 'busy' while the job is queued or running */
  async forget(id: number): Promise<void> {
    return this.#jobs().forget(id);
  }

  /**
   * Forgets what has ended, save what can well be gone on with (paused, interrupted, trainings without a model) and
   * quantisations whose network is neither kept nor discarded.
   */
  async forgetEnded(): Promise<void> {
    return this.#jobs().forgetEnded();
  }

  #jobs(): ProjectJobs {
    if (this.#open) return this.#open;
    throw new FundusError('no-project', 'No project is open', { hint: 'open or create one first' });
  }
}
