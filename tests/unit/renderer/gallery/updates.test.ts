import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyUpdate, inverseOf } from '../../../../src/renderer/gallery/updates.ts';
import { item } from './items.ts';

const items = [item({ id: 1, isKept: true, tags: ['a'] }), item({ id: 2, tags: ['b'] }), item({ id: 3 })];

describe('applyUpdate', () => {
  it('changes what is named, of those that are named', () => {
    const after = applyUpdate(items, { ids: [1, 2], isKept: false, addTags: ['c'], removeTags: ['a'] });
    expect(after.map(({ isKept, tags }) => [isKept, tags])).toEqual([
      [false, ['c']],
      [false, ['b', 'c']],
      [null, []],
    ]);
    expect(after[2]).toBe(items[2]);
  });

  it('leaves the decision alone when only tags change', () => {
    expect(applyUpdate(items, { ids: [1], addTags: ['z'] })[0]?.isKept).toBe(true);
  });
});

describe('inverseOf', () => {
  it('is nothing for what changes nothing', () => {
    expect(inverseOf(items, { ids: [1], isKept: true, addTags: ['a'], removeTags: ['x'] })).toEqual([]);
  });

  it('gives back what there was, whatever the update', () => {
    const tags = fc.uniqueArray(fc.constantFrom('a', 'b', 'c'), { maxLength: 3 });
    const decision = fc.constantFrom(true, false, null);
    const anyItem = fc.record({ id: fc.nat(20), isKept: decision, tags: tags.map((found) => found.sort()) });
    const anyUpdate = fc.record({
      ids: fc.uniqueArray(fc.nat(20), { minLength: 1, maxLength: 10 }),
      isKept: fc.option(decision, { nil: undefined }),
      tags: fc.tuple(tags, tags),
    });
    fc.assert(
      fc.property(fc.uniqueArray(anyItem, { selector: ({ id }) => id }), anyUpdate, (parts, given) => {
        const before = parts.map(item);
        const [addTags, removed] = given.tags;
        const removeTags = removed.filter((tag) => !addTags.includes(tag));
        const update = {
          ids: given.ids,
          addTags,
          removeTags,
          ...(given.isKept !== undefined && { isKept: given.isKept }),
        };
        const after = applyUpdate(before, update);
        expect(inverseOf(before, update).reduce(applyUpdate, after)).toEqual(before);
      }),
    );
  });
});
