import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assignSplits, type SplitItem } from '../../../src/shared/assign-splits.ts';

/** `sizes[i]` images of group i, whose class is i modulo 3. */
function itemsOf(sizes: readonly number[]): SplitItem[] {
  return sizes.flatMap((size, group) =>
    Array.from({ length: size }, () => ({ group, stratum: 'abc'[group % 3] ?? 'a', key: `key ${group}` })),
  );
}

function countSplits(items: readonly SplitItem[], stratum?: string) {
  const assigned = assignSplits(items);
  const counts = { train: 0, val: 0, test: 0 };
  for (const item of items) {
    const split = assigned.get(item.group);
    if (split && (stratum === undefined || item.stratum === stratum)) counts[split] += 1;
  }
  return counts;
}

describe('assignSplits', () => {
  it('divides 70, 15 and 15 % where the groups allow it', () => {
    expect(countSplits(itemsOf(Array(60).fill(1)))).toEqual({ train: 42, val: 9, test: 9 });
    expect(countSplits(itemsOf(Array(60).fill(1)), 'b')).toEqual({ train: 14, val: 3, test: 3 });
  });

  it('fills train first, then test, then val', () => {
    expect(countSplits([])).toEqual({ train: 0, val: 0, test: 0 });
    expect(countSplits(itemsOf([5]))).toEqual({ train: 5, val: 0, test: 0 });
    expect(countSplits(itemsOf([5, 2]))).toEqual({ train: 5, val: 0, test: 2 });
    expect(countSplits(itemsOf([5, 3, 2]))).toEqual({ train: 5, val: 2, test: 3 });
  });

  it('does not depend on the order of the images or the numbers of the groups', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 12 }), (sizes) => {
        const items = itemsOf(sizes);
        const renumbered = items.map((item) => ({ ...item, group: 100 - item.group })).reverse();
        const expected = [...assignSplits(items)].map(([group, split]) => [100 - group, split] as const);
        expect(assignSplits(renumbered)).toEqual(new Map(expected));
      }),
    );
  });

  it('leaves no split empty from three groups on, and comes near the shares', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 40 }), (sizes) => {
        const items = itemsOf(sizes);
        const counts = countSplits(items);
        expect(counts.train + counts.val + counts.test).toBe(items.length);
        expect(Math.min(counts.train, counts.val, counts.test)).toBeGreaterThan(0);
        // No class weighs more than all together, so the deviation is bounded by a few of the largest groups.
        expect(Math.abs(counts.train - 0.7 * items.length)).toBeLessThanOrEqual(3 * Math.max(...sizes));
      }),
    );
  });
});
