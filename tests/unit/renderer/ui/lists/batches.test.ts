import { expect, it } from 'vitest';
import { Batches } from '../../../../../src/renderer/ui/lists/thumbnails.ts';

function recorder(max: number, load: (key: string) => string | null = (key) => key.toUpperCase()) {
  const batches: (readonly string[])[] = [];
  const loader = new Batches<string>(max, async (keys) => {
    batches.push(keys);
    return keys.map(load);
  });
  return { batches, loader };
}

it('loads what is asked for in one task together, each key once', async () => {
  const { batches, loader } = recorder(10);
  const values = await Promise.all(['a', 'b', 'a'].map((key) => loader.load(key)));
  expect(values).toEqual(['A', 'B', 'A']);
  expect(await loader.load('a')).toBe('A');
  expect(batches).toEqual([['a', 'b'], ['a']]);
});

it('asks for no more than its number at once', async () => {
  const { batches, loader } = recorder(2);
  const values = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((key) => loader.load(key)));
  expect(values).toEqual(['A', 'B', 'C', 'D', 'E']);
  expect(batches).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
});

it('fails for what there is not, and for a whole batch that fails', async () => {
  const { loader } = recorder(10, (key) => (key === 'none' ? null : key));
  const [there, none] = await Promise.allSettled([loader.load('a'), loader.load('none')]);
  expect(there).toMatchObject({ status: 'fulfilled', value: 'a' });
  expect(none).toMatchObject({ status: 'rejected' });
  const broken = new Batches<string>(10, () => Promise.reject(new Error('gone')));
  for (const result of await Promise.allSettled([broken.load('a'), broken.load('b')])) {
    expect(result).toMatchObject({ status: 'rejected', reason: { message: 'gone' } });
  }
});
