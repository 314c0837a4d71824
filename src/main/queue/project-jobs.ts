import type { ServerEvent } from '../../shared/api/events.ts';
import type { JobRecord, JobStatus } from '../../shared/api/jobs.ts';
import type { Topic } from '../../shared/api/topics.ts';
import { FundusError } from '../../shared/errors.ts';
import {
  type JobRequest,
  jobRequestSchema,
  type LaneName,
  laneNames,
  rowOf,
} from '../../shared/jobs/kinds.ts';
import { checkRequest } from '../jobs/perform.ts';
import { isUndecided, removeProposedFile } from '../jobs/quantize/proposals.ts';
import {
  addJob,
  adoptJob,
  getJob,
  type JobRow,
  listJobs,
  removeJob,
  requeueJob,
  setJobStatus,
} from '../store/jobs.ts';
import { claimOwner, isOwnerAlive, type Owner } from '../store/owners.ts';
import type { Project } from '../store/project.ts';
import { getRun, listRuns, type RunRow } from '../store/runs.ts';
import type { JobWorker } from './job-worker.ts';
import { JobsElsewhere } from './jobs-elsewhere.ts';
import { Lane, type LiveProgress } from './lane.ts';

/** Those that can be gone on with. */
const stoppedStatuses = ['paused', 'interrupted', 'cancelled', 'failed'] as const satisfies JobStatus[];

/** The jobs of one open project. See JobQueue for what the methods do. */
export class ProjectJobs {
  readonly #project: Project;
  readonly #publish: (event: ServerEvent) => void;
  readonly #owner: Owner;
  readonly #lanes: Readonly<Record<LaneName, Lane>>;
  readonly #elsewhere: JobsElsewhere;
  /** Announcements under way. */
  readonly #telling = new Set<Promise<void>>();

  constructor(
    project: Project,
    workers: Readonly<Record<LaneName, JobWorker>>,
    publish: (event: ServerEvent) => void,
  ) {
    this.#project = project;
    this.#publish = publish;
    this.#owner = claimOwner(project.dir);
    const common = {
      project,
      owner: this.#owner.id,
      tell: (id: number) => this.#tellLater(id),
      changed: (topics: readonly Topic[]) => this.#changed(...topics),
    };
    const files = new Lane({ ...common, worker: workers.files });
    // Work on the photographs is meant for those, too, whose import was asked for before.
    const ready = (id: number) => files.past('import', id);
    this.#lanes = { compute: new Lane({ ...common, worker: workers.compute, ready }), files };
    this.#elsewhere = new JobsElsewhere(project, this.#owner.id, ({ id, kind }) => {
      const { topics, finalTopics = [] } = rowOf(kind);
      this.#tellLater(id);
      this.#changed(...topics, ...finalTopics);
    });
  }

  /** Takes over what waits for a process that has ended, and starts. */
  async begin(): Promise<void> {
    for (const job of await listJobs(this.#project, 'queued')) {
      if (job.process !== null && isOwnerAlive(this.#project.dir, job.process)) continue;
      if (await adoptJob(this.#project, job, this.#owner.id)) this.#laneOf(job).add(job);
    }
    await this.#elsewhere.begin();
  }

  async end(withinMs: number): Promise<void> {
    await Promise.all([this.#elsewhere.end(), ...laneNames.map((name) => this.#lanes[name].end(withinMs))]);
    await Promise.all(this.#telling);
    this.#owner.release();
  }

  async enqueue(request: JobRequest): Promise<JobRecord> {
    await checkRequest(this.#project, request);
    const { kind, options } = request;
    const job = await addJob(this.#project, kind, options, this.#owner.id);
    this.#laneOf(job).add(job);
    return this.#tell(job.id);
  }

  async stop(id: number, to: 'paused' | 'cancelled'): Promise<JobRecord> {
    const job = await getJob(this.#project, id);
    const lane = this.#laneOf(job);
    // The store may know already that a job has ended which the lane still has in hand.
    if (lane.has(id) && (job.status === 'queued' || job.status === 'running')) {
      lane.stop(to);
      return this.get(id);
    }
    if (job.status === 'running') {
      throw new FundusError('busy', 'The job is run by another process', { hint: 'stop it there' });
    }
    const from = to === 'paused' ? (['queued'] as const) : (['queued', 'paused', 'interrupted'] as const);
    if (await setJobStatus(this.#project, id, { from, to })) {
      lane.remove(id);
      return this.#tell(id);
    }
    throw new FundusError('usage', `The job is ${job.status} already`);
  }

  async resume(id: number): Promise<JobRecord> {
    const job = await getJob(this.#project, id);
    const isQueued =
      isResumable(job, await this.#runOf(job)) &&
      (await requeueJob(this.#project, id, stoppedStatuses, this.#owner.id));
    if (!isQueued) throw new FundusError('usage', `The job is ${job.status} and cannot be gone on with`);
    this.#laneOf(job).add(job);
    return this.#tell(id);
  }

  async list(): Promise<JobRecord[]> {
    const runs = new Map((await listRuns(this.#project)).map((run) => [run.id, run]));
    const jobs = await listJobs(this.#project);
    return jobs.map((job) => this.#info(job, job.runId === null ? undefined : runs.get(job.runId)));
  }

  async get(id: number): Promise<JobRecord> {
    const job = await getJob(this.#project, id);
    return this.#info(job, await this.#runOf(job));
  }

  async forget(id: number): Promise<void> {
    const job = await getJob(this.#project, id);
    if (job.status === 'queued' || job.status === 'running') {
      throw new FundusError('busy', `The job is ${job.status}`, { hint: 'cancel it first' });
    }
    await removeJob(this.#project, id);
    await removeProposedFile(this.#project, job);
    this.#changed('jobs', 'runs');
  }

  async forgetEnded(): Promise<void> {
    for (const job of await listJobs(this.#project)) {
      const isOver = ['finished', 'cancelled', 'failed'].includes(job.status);
      const run = await this.#runOf(job);
      const isOpen = (run && isResumable(job, run)) || (await isUndecided(this.#project, job));
      if (isOver && !isOpen) await removeJob(this.#project, job.id);
    }
    this.#changed('jobs', 'runs');
  }

  #laneOf({ kind }: JobRow): Lane {
    return this.#lanes[rowOf(kind).lane];
  }

  async #runOf({ runId }: JobRow): Promise<RunRow | undefined> {
    return runId === null ? undefined : getRun(this.#project, runId);
  }

  #info(job: JobRow, run: RunRow | undefined): JobRecord {
    return toRecord(job, { owner: this.#owner.id, live: this.#laneOf(job).live(job.id), run });
  }

  async #tell(id: number): Promise<JobRecord> {
    const job = await this.get(id);
    this.#publish({ type: 'job', job });
    return job;
  }

  /** Announces a job's state; one that was forgotten meanwhile has none. */
  #tellLater(id: number): void {
    const telling = this.#tell(id)
      .then(() => {})
      .catch(() => {})
      .finally(() => this.#telling.delete(telling));
    this.#telling.add(telling);
  }

  #changed(...topics: Topic[]): void {
    if (topics.length > 0) this.#publish({ type: 'changed', topics });
  }
}

interface JobSurroundings {
  /** This process's id. */
  readonly owner: string;
  readonly live: LiveProgress | undefined;
  /** The training run that the job began or went on with. */
  readonly run: RunRow | undefined;
}

function toRecord(job: JobRow, { owner, live, run }: JobSurroundings): JobRecord {
  const { process, ...row } = job;
  const isRunning = row.status === 'running';
  const { phase, done, total, detail } =
    isRunning && live ? { detail: null, ...live.progress } : { ...row, detail: null };
  return {
    ...row,
    ...{ phase, done, total, detail },
    remaining: isRunning && live ? live.remaining : null,
    isResumable: isResumable(job, run),
    isElsewhere: isRunning && process !== owner,
  };
}

/** A job whose run another job has taken up does not go on with it. */
function isResumable(job: JobRow, run: RunRow | undefined): boolean {
  const isStopped = stoppedStatuses.some((status) => status === job.status);
  if (!isStopped || !jobRequestSchema.safeParse(job).success) return false;
  return run === undefined || (run.jobId === job.id && run.status !== 'finished');
}
