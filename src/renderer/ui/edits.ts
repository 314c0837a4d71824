import type { DataTag, QueryClient, QueryKey } from '@tanstack/react-query';

/** A list that the service has and the user changes. */
export interface EditedList<Item, Update> {
  readonly query: { readonly queryKey: DataTag<QueryKey, Item[], Error> };
  /** @throws ServiceError */
  readonly store: (update: Update) => Promise<unknown>;
  /** The items as they are after the update; the same again when it has been applied already. */
  readonly apply: (items: readonly Item[], update: Update) => Item[];
  /** The updates that give the items back what `update` takes from them; none where it changes nothing. */
  readonly inverse: (items: readonly Item[], update: Update) => Update[];
}

interface Edit<Update> {
  /** "12 images kept" */
  readonly label: string;
  readonly updates: readonly Update[];
  readonly inverse: readonly Update[];
}

interface State<Update> {
  readonly done: readonly Edit<Update>[];
  readonly undone: readonly Edit<Update>[];
  /** On their way to the service; to be applied to what it has said last. */
  readonly pending: readonly Update[];
}

/** Changes of a list: shown at once, stored in their order, each to be undone and redone. */
export class Editor<Item, Update> {
  readonly #list: EditedList<Item, Update>;
  readonly #client: QueryClient;
  readonly #onFailure: (error: unknown) => void;
  readonly #listeners = new Set<() => void>();
  #state: State<Update> = { done: [], undone: [], pending: [] };
  #last: Promise<unknown> = Promise.resolve();

  /** @param onFailure told what the service refused; nothing can be undone then */
  constructor(list: EditedList<Item, Update>, client: QueryClient, onFailure: (error: unknown) => void) {
    this.#list = list;
    this.#client = client;
    this.#onFailure = onFailure;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly state = (): State<Update> => this.#state;

  /** Updates of different items, as one change. @returns whether they change anything */
  readonly update = (updates: readonly Update[], label: string): boolean => {
    const { apply, inverse, query } = this.#list;
    const items = this.#state.pending.reduce(apply, this.#client.getQueryData(query.queryKey) ?? []);
    const edit = { label, updates, inverse: updates.flatMap((update) => inverse(items, update)) };
    if (edit.inverse.length === 0) return false;
    this.#store(updates, { done: [...this.#state.done, edit], undone: [] });
    return true;
  };

  /** @returns what is undone; null: nothing */
  readonly undo = (): string | null => {
    const { done, undone } = this.#state;
    const edit = done.at(-1);
    if (edit) this.#store(edit.inverse, { done: done.slice(0, -1), undone: [...undone, edit] });
    return edit?.label ?? null;
  };

  /** @returns what is done again; null: nothing */
  readonly redo = (): string | null => {
    const { done, undone } = this.#state;
    const edit = undone.at(-1);
    if (edit) this.#store(edit.updates, { done: [...done, edit], undone: undone.slice(0, -1) });
    return edit?.label ?? null;
  };

  #set(change: Partial<State<Update>>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  /** After a failure the history no longer fits what is stored: it is forgotten, and all is read again. */
  #store(updates: readonly Update[], history: Pick<State<Update>, 'done' | 'undone'>): void {
    this.#set({ ...history, pending: [...this.#state.pending, ...updates] });
    this.#last = this.#last.then(async () => {
      try {
        for (const update of updates) await this.#send(update);
      } catch (error) {
        this.#onFailure(error);
        this.#set({ done: [], undone: [], pending: [] });
        void this.#client.invalidateQueries({ queryKey: this.#list.query.queryKey });
      }
    });
  }

  /** The answer to an earlier question must not undo on the screen what has been stored since: it is asked again. */
  async #send(update: Update): Promise<void> {
    const { queryKey } = this.#list.query;
    await this.#list.store(update);
    const isBeingRead = this.#client.isFetching({ queryKey, exact: true }) > 0;
    await this.#client.cancelQueries({ queryKey, exact: true });
    this.#client.setQueryData<Item[]>(queryKey, (items) => items && this.#list.apply(items, update));
    this.#set({ pending: this.#state.pending.filter((other) => other !== update) });
    if (isBeingRead) void this.#client.invalidateQueries({ queryKey, exact: true });
  }
}
