import { expect, it, vi } from 'vitest';
import { Registry } from '../../../../src/renderer/ui/registry.ts';

it('lists what owners offer in the order in which they came', () => {
  const registry = new Registry<string>();
  const [frame, screen] = [Symbol(), Symbol()];
  registry.set(frame, ['open', 'close']);
  registry.set(screen, ['undo']);
  registry.set(frame, ['open']);
  expect(registry.all()).toEqual(['open', 'undo']);
});

it('drops what is withdrawn, and tells who listens', () => {
  const registry = new Registry<string>();
  const owner = Symbol();
  const listener = vi.fn();
  const unsubscribe = registry.subscribe(listener);
  registry.set(owner, ['undo']);
  registry.set(owner, []);
  expect(registry.all()).toEqual([]);
  expect(listener).toHaveBeenCalledTimes(2);
  unsubscribe();
  registry.set(owner, ['redo']);
  expect(listener).toHaveBeenCalledTimes(2);
});

it('keeps its list until something changes, so that React can compare it', () => {
  const registry = new Registry<string>();
  registry.set(Symbol(), ['undo']);
  expect(registry.all()).toBe(registry.all());
});
