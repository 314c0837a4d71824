import { setTimeout as delay } from 'node:timers/promises';
import type { Topic } from '../../shared/api/topics.ts';
import { rowOf } from '../../shared/jobs/kinds.ts';
import type { Progress } from '../../shared/progress.ts';
import { finishJob, getJob, interruptJob, setJobStatus } from '../store/jobs.ts';
import type { Project } from '../store/project.ts';
import type { JobEnd, JobWorker } from './job-worker.ts';

/** How long the phases of a job take, from what is done since it was started. */
export class Pace {
  readonly #now: () => number;
  #phase: string | undefined;
  #startedAt = 0;
  #startedFrom = 0;

  /** @param now in milliseconds */
  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** @returns seconds until the phase ends, null while nobody can say */
  remaining({ phase, done, total }: Progress): number | null {
    const time = this.#now();
    if (phase !== this.#phase) {
      this.#phase = phase;
      this.#startedAt = time;
      this.#startedFrom = done;
    }
    const finished = done - this.#startedFrom;
    if (finished <= 0 || total <= 0) return null;
    return ((time - this.#startedAt) / 1000 / finished) * (total - done);
  }
}

/** What a running job reported last. */
export interface LiveProgress {
  readonly progress: Progress;
  /** Seconds. */
  readonly remaining: number | null;
}

/** What a running job stores is announced so often. */
const changedEveryMs = 1500;

export interface LaneSurroundings {
  readonly project: Project;
  /** This process's id, see owners.ts. */
  readonly owner: string;
  readonly worker: JobWorker;
  /** Waited for before a job is begun. */
  readonly ready?: (id: number) => Promise<void>;
  /** Called when a job's row or live progress has changed. */
  readonly tell: (id: number) => void;
  readonly changed: (topics: readonly Topic[]) => void;
}

interface InHand {
  readonly id: number;
  readonly kind: string;
  live: LiveProgress | undefined;
  isCancelled: boolean;
}

/** Jobs that wait for each other, and the one that is in a worker's hands. */
export class Lane {
  readonly #around: LaneSurroundings;
  readonly #waiting: { readonly id: number; readonly kind: string }[] = [];
  #inHand: InHand | undefined;
  #doing: Promise<void> = Promise.resolve();
  #working: Promise<void> | undefined;

  constructor(around: LaneSurroundings) {
    this.#around = around;
  }

  add(job: { readonly id: number; readonly kind: string }): void {
    this.#waiting.push({ id: job.id, kind: job.kind });
    this.#working ??= this.#work();
  }

  /** Forgets one that waits. */
  remove(id: number): void {
    const index = this.#waiting.findIndex((job) => job.id === id);
    if (index >= 0) this.#waiting.splice(index, 1);
  }

  /** Whether the job is in hand. */
  has(id: number): boolean {
    return this.#inHand?.id === id;
  }

  /** Waits until no job of this kind that is older than the job is left here. */
  async past(kind: string, id: number): Promise<void> {
    const isBefore = (job: { readonly id: number; readonly kind: string } | undefined) =>
      job?.kind === kind && job.id < id;
    while (isBefore(this.#inHand) || this.#waiting.some(isBefore)) await this.#doing;
  }

  /** What the job in hand reported last. */
  live(id: number): LiveProgress | undefined {
    return this.has(id) ? this.#inHand?.live : undefined;
  }

  /** Asks the job in hand to stop; a cancellation prevails over a pause. */
  stop(to: 'paused' | 'cancelled'): void {
    if (!this.#inHand) return;
    this.#inHand.isCancelled ||= to === 'cancelled';
    this.#around.worker.stop(to);
  }

  /** Stops the job in hand, with its state kept, and starts no other; one that does not stop in time is given up. */
  async end(withinMs: number): Promise<void> {
    this.#waiting.length = 0;
    if (!this.#working) return;
    this.#around.worker.stop('interrupted');
    const late = delay(withinMs, 'late', { ref: false });
    if ((await Promise.race([this.#working, late])) === 'late') this.#around.worker.abandon();
    await this.#working;
  }

  /** Does what waits, one job after another. */
  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      await this.#firstIsReady();
      const job = this.#waiting.shift();
      this.#doing = job ? this.#do(job) : Promise.resolve();
      await this.#doing;
    }
    this.#working = undefined;
  }

  /** What waits may be removed until it is ready. */
  async #firstIsReady(): Promise<void> {
    const { ready } = this.#around;
    let first = this.#waiting[0];
    while (first && ready) {
      await ready(first.id);
      if (this.#waiting[0] === first) return;
      first = this.#waiting[0];
    }
  }

  async #do({ id, kind }: { readonly id: number; readonly kind: string }): Promise<void> {
    const { project, owner, worker, tell, changed } = this.#around;
    const { topics, finalTopics = [] } = rowOf(kind);
    const hand: InHand = { id, kind, live: undefined, isCancelled: false };
    this.#inHand = hand;
    const pace = new Pace();
    let changedAt = 0;
    const progress = (progress: Progress) => {
      const hasMore = progress.done > (hand.live?.progress.done ?? 0);
      hand.live = { progress, remaining: pace.remaining(progress) };
      tell(id);
      if (!hasMore || Date.now() - changedAt < changedEveryMs) return;
      changedAt = Date.now();
      changed(topics);
    };
    const end = await worker.run(
      { id, dir: project.dir, process: owner },
      { started: () => tell(id), progress },
    );
    // A database that fails leaves the job as it is; whoever opens the project next finds it interrupted.
    await this.#settle(hand, end).catch(() => {});
    this.#inHand = undefined;
    tell(id);
    changed([...topics, ...finalTopics]);
  }

  /** Brings the store up to what is known here alone. */
  async #settle({ id, isCancelled }: InHand, { how, problem }: JobEnd): Promise<void> {
    const { project, owner } = this.#around;
    if (how === 'lost') await interruptJob(project, id, problem);
    else if (problem) {
      const { status, process } = await getJob(project, id);
      const isOurs = status === 'queued' && process === owner;
      if (isOurs) await finishJob(project, id, { status: 'failed', error: problem });
    }
    if (isCancelled) await setJobStatus(project, id, { from: ['paused', 'interrupted'], to: 'cancelled' });
  }
}
