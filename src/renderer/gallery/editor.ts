import type { QueryClient } from '@tanstack/react-query';
import type { UpdateSynthetic } from '../../shared/api/synthetic.ts';
import { send } from '../api/client.ts';
import { syntheticQuery } from '../api/queries.ts';
import { applyUpdate, inverseOf } from './updates.ts';

interface Edit {
  /** "12 images kept" */
  readonly label: string;
  readonly updates: readonly UpdateSynthetic[];
  readonly inverse: readonly UpdateSynthetic[];
}

interface State {
  readonly done: readonly Edit[];
  readonly undone: readonly Edit[];
  /** On their way to the service. */
  readonly pending: readonly UpdateSynthetic[];
}

const initial: State = { done: [], undone: [], pending: [] };

/** Decisions and tags: shown at once, stored in their order, each to be undone and redone. */
export class Editor {
  readonly #client: QueryClient;
  readonly #onFailure: (error: unknown) => void;
  readonly #listeners = new Set<() => void>();
  #state = initial;
  #last: Promise<unknown> = Promise.resolve();

  /** @param onFailure told what the service refused; nothing can be undone then */
  constructor(client: QueryClient, onFailure: (error: unknown) => void) {
    this.#client = client;
    this.#onFailure = onFailure;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): State => this.#state;

  readonly update = (update: UpdateSynthetic, label: string): void => {
    const stored = this.#client.getQueryData(syntheticQuery.queryKey) ?? [];
    const inverse = inverseOf(this.#state.pending.reduce(applyUpdate, stored), update);
    if (inverse.length === 0) return;
    const edit = { label, updates: [update], inverse };
    this.#store(edit.updates, { done: [...this.#state.done, edit], undone: [] });
  };

  readonly undo = (): void => {
    const { done, undone } = this.#state;
    const edit = done.at(-1);
    if (edit) this.#store(edit.inverse, { done: done.slice(0, -1), undone: [...undone, edit] });
  };

  readonly redo = (): void => {
    const { done, undone } = this.#state;
    const edit = undone.at(-1);
    if (edit) this.#store(edit.updates, { done: [...done, edit], undone: undone.slice(0, -1) });
  };

  #set(change: Partial<State>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** After a failure the history no longer fits what is stored: it is forgotten, and all is read again. */
  #store(updates: readonly UpdateSynthetic[], history: Pick<State, 'done' | 'undone'>): void {
    this.#set({ ...history, pending: [...this.#state.pending, ...updates] });
    this.#last = this.#last.then(async () => {
      try {
        for (const update of updates) await this.#send(update);
      } catch (error) {
        this.#onFailure(error);
        this.#set(initial);
        void this.#client.invalidateQueries({ queryKey: syntheticQuery.queryKey });
      }
    });
  }

  /** An answer to an earlier question must not undo on the screen what has been stored since. */
  async #send(update: UpdateSynthetic): Promise<void> {
    const { queryKey } = syntheticQuery;
    await send('PATCH', '/synthetic', update);
    await this.#client.cancelQueries({ queryKey, exact: true });
    this.#client.setQueryData(queryKey, (items) => items && applyUpdate(items, update));
    this.#set({ pending: this.#state.pending.filter((other) => other !== update) });
  }
}
