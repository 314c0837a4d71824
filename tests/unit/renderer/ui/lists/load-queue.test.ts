import { describe, expect, it } from 'vitest';
import { LoadQueue } from '../../../../../src/renderer/ui/lists/thumbnails.ts';

/** Loads by name that end when told to, and the names in the order in which they began. */
function recorder(queue: LoadQueue, inSight: ReadonlySet<string> = new Set()) {
  const begun: string[] = [];
  const ends = new Map<string, PromiseWithResolvers<void>>();
  const add = (name: string) =>
    queue.add({
      isInSight: () => inSight.has(name),
      start: () => {
        begun.push(name);
        const end = Promise.withResolvers<void>();
        ends.set(name, end);
        return end.promise;
      },
    });
  return { begun, add, end: (name: string) => ends.get(name), settle: () => new Promise(setImmediate) };
}

describe('LoadQueue', () => {
  it('runs no more than its number at once, and goes on when one ends', async () => {
    const { begun, add, end, settle } = recorder(new LoadQueue(2));
    for (const name of ['a', 'b', 'c']) add(name);
    await settle();
    expect(begun).toEqual(['c', 'b']);
    end('c')?.resolve();
    await settle();
    expect(begun).toEqual(['c', 'b', 'a']);
  });

  it('takes what is in sight before what is newer', async () => {
    const { begun, add, end, settle } = recorder(new LoadQueue(1), new Set(['a', 'b']));
    for (const name of ['a', 'b', 'c']) add(name);
    await settle();
    end('b')?.resolve();
    await settle();
    end('a')?.resolve();
    await settle();
    expect(begun).toEqual(['b', 'a', 'c']);
  });

  it('never begins what was withdrawn', async () => {
    const { begun, add, end, settle } = recorder(new LoadQueue(1));
    add('a');
    await settle();
    const withdraw = add('b');
    withdraw();
    end('a')?.resolve();
    await settle();
    expect(begun).toEqual(['a']);
  });

  it('goes on after a failure', async () => {
    const { begun, add, end, settle } = recorder(new LoadQueue(1));
    add('a');
    await settle();
    add('b');
    end('a')?.reject(new Error('gone'));
    await settle();
    expect(begun).toEqual(['a', 'b']);
  });
});
