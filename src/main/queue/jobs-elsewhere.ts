import { interruptJob, type JobRow, listJobs, listJobsElsewhere } from '../store/jobs.ts';
import { isOwnerAlive } from '../store/owners.ts';
import type { Project } from '../store/project.ts';

const lookEveryMs = 2000;

/** Follows what other processes, such as the command line, do with the project's jobs. */
export class JobsElsewhere {
  readonly #project: Project;
  readonly #owner: string;
  readonly #seen: (job: JobRow) => void;
  /** What was seen last of each job that is running. */
  readonly #running = new Map<number, string>();
  #newest = 0;
  #timer: NodeJS.Timeout | undefined;
  #looking: Promise<void> = Promise.resolve();

  /** @param seen called with jobs that have begun, moved or ended since they were last looked at */
  constructor(project: Project, owner: string, seen: (job: JobRow) => void) {
    this.#project = project;
    this.#owner = owner;
    this.#seen = seen;
  }

  async begin(): Promise<void> {
    const jobs = await listJobs(this.#project);
    this.#newest = jobs.at(-1)?.id ?? 0;
    for (const job of jobs) {
      if (job.status === 'running') this.#running.set(job.id, stateOf(job));
    }
    this.#timer = setInterval(() => {
      // A database that is busy now is looked at again.
      this.#looking = this.#looking.then(() => this.#look()).catch(() => {});
    }, lookEveryMs).unref();
  }

  async end(): Promise<void> {
    clearInterval(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    const jobs = await listJobsElsewhere(this.#project, {
      owner: this.#owner,
      newerThan: this.#newest,
      or: [...this.#running.keys()],
    });
    for (const job of jobs) {
      this.#newest = Math.max(this.#newest, job.id);
      const isLost =
        job.status === 'running' && (job.process === null || !isOwnerAlive(this.#project.dir, job.process));
      if (isLost) await interruptJob(this.#project, job.id, null);
      const state = stateOf(job);
      if (isLost || this.#running.get(job.id) !== state) this.#seen(job);
      if (job.status === 'running' && !isLost) this.#running.set(job.id, state);
      else this.#running.delete(job.id);
    }
  }
}

const stateOf = ({ status, phase, done }: JobRow) => [status, phase, done].join();
