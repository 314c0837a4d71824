import { ServiceError } from '../../api/client.ts';
import { Store } from '../store.ts';

export interface SendState {
  /** What the service does not have yet. */
  readonly unsent: number;
  /** The service does not answer; it is asked again and again. */
  readonly isRetrying: boolean;
  /** The service refused: nothing is sent until `retry`. */
  readonly error: unknown;
}

/** A change of an image's draft or verdict. */
export interface Task {
  readonly imageId: number;
  readonly kind: 'edit' | 'cursor' | 'version' | 'verdict';
  /** @throws ServiceError */
  send(): Promise<void>;
}

const idle: SendState = { unsent: 0, isRetrying: false, error: null };
const firstPause = 500;
const longestPause = 10_000;

/** Sends changes to the service strictly in order, each until it has arrived. */
export class SendQueue {
  readonly state = new Store(idle);
  #tasks: Task[] = [];
  #isRunning = false;
  #waiting: (() => void)[] = [];
  readonly #pause: (milliseconds: number) => Promise<void>;

  /** @param pause how to wait before asking again */
  constructor(pause = (milliseconds: number) => new Promise<void>((done) => setTimeout(done, milliseconds))) {
    this.#pause = pause;
  }

  /** Several cursors of an image that wait in a row become the last one. */
  add(task: Task): void {
    const last = this.#tasks.at(-1);
    const isWaiting = this.#tasks.length > 1 || !this.#isRunning;
    const isSame = last?.kind === 'cursor' && task.kind === 'cursor' && last.imageId === task.imageId;
    if (isSame && isWaiting) this.#tasks.pop();
    this.#tasks.push(task);
    this.state.update({ unsent: this.#tasks.length });
    void this.#run();
  }

  /** Goes on after the service refused. */
  retry(): void {
    this.state.update({ error: null });
    void this.#run();
  }

  /** Gives up what has not been sent. */
  clear(): void {
    this.#tasks = [];
    this.state.set(idle);
    this.#settle();
  }

  /** Resolves when all of an image's changes have arrived or were given up. */
  async flush(imageId: number): Promise<void> {
    while (this.#tasks.some((task) => task.imageId === imageId))
      await new Promise<void>((done) => this.#waiting.push(done));
  }

  async #run(): Promise<void> {
    if (this.#isRunning || this.state.value.error) return;
    this.#isRunning = true;
    for (let task = this.#tasks[0]; task; task = this.#tasks[0]) {
      try {
        await this.#deliver(task);
      } catch (error) {
        if (this.#tasks[0] !== task) continue;
        this.#isRunning = false;
        this.state.update({ error, isRetrying: false });
        return;
      }
      if (this.#tasks[0] !== task) continue;
      this.#tasks.shift();
      this.state.update({ unsent: this.#tasks.length, isRetrying: false });
      this.#settle();
    }
    this.#isRunning = false;
  }

  /** Tries until the service answers. Sending a change twice does no harm: it says what it stands on. */
  async #deliver(task: Task): Promise<void> {
    for (let pause = firstPause; this.#tasks[0] === task; pause = Math.min(2 * pause, longestPause)) {
      try {
        return await task.send();
      } catch (error) {
        if (!(error instanceof ServiceError) || error.code !== 'unreachable') throw error;
        this.state.update({ isRetrying: true });
        await this.#pause(pause);
      }
    }
  }

  #settle(): void {
    for (const done of this.#waiting.splice(0)) done();
  }
}

/** One for the page: what is on its way goes on when the screen is left. */
export const reviewQueue = new SendQueue();
