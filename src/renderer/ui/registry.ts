import { useEffect, useRef, useSyncExternalStore } from 'react';

/** What mounted components have to offer (commands, shortcuts), in the order they were mounted. */
export class Registry<T> {
  #groups: ReadonlyMap<symbol, readonly T[]> = new Map();
  #all: readonly T[] = [];
  readonly #listeners = new Set<() => void>();

  readonly all = (): readonly T[] => this.#all;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Replaces what the owner offers; nothing withdraws it. */
  set(owner: symbol, items: readonly T[]): void {
    const groups = new Map(this.#groups);
    if (items.length > 0) groups.set(owner, items);
    else groups.delete(owner);
    this.#groups = groups;
    this.#all = [...groups.values()].flat();
    for (const listener of this.#listeners) listener();
  }
}

/** Offers the items while the component is mounted. */
export function useRegistered<T>(registry: Registry<T>, items: readonly T[]): void {
  const owner = useRef<symbol>(null);
  owner.current ??= Symbol();
  useEffect(() => registry.set(owner.current!, items));
  useEffect(() => () => registry.set(owner.current!, []), [registry]);
}

export function useRegistry<T>(registry: Registry<T>): readonly T[] {
  return useSyncExternalStore(registry.subscribe, registry.all);
}
