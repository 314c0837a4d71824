import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  itemAfterKey,
  keepListed,
  nothingSelected,
  type Selection,
  selectAll,
  selectByKey,
  selectItem,
} from '../../../../../src/renderer/ui/lists/selection.ts';

const order = [10, 20, 30, 40, 50, 60, 70];
const shape = { columns: 3, pageRows: 2 };
const at = (focus: number): Selection => ({ ids: new Set([focus]), anchor: focus, focus });

describe('clicks', () => {
  it('select one item alone', () => {
    const selection = selectItem(at(10), order, 30);
    expect(selection).toEqual({ ids: new Set([30]), anchor: 30, focus: 30 });
  });

  it('toggle one item with ctrl', () => {
    const both = selectItem(at(10), order, 30, { toggle: true });
    expect([...both.ids]).toEqual([10, 30]);
    expect([...selectItem(both, order, 10, { toggle: true }).ids]).toEqual([30]);
  });

  it('extend from the anchor with shift, in either direction, the anchor staying', () => {
    const down = selectItem(at(30), order, 50, { extend: true });
    expect([...down.ids]).toEqual([30, 40, 50]);
    const up = selectItem(down, order, 10, { extend: true });
    expect([...up.ids]).toEqual([10, 20, 30]);
    expect(up.anchor).toBe(30);
  });

  it('add a range with ctrl and shift', () => {
    const first = selectItem(at(10), order, 40, { toggle: true });
    expect([...selectItem(first, order, 60, { toggle: true, extend: true }).ids]).toEqual([10, 40, 50, 60]);
  });

  it('begin a range at the item itself when the anchor is filtered away', () => {
    expect([...selectItem(at(99), order, 40, { extend: true }).ids]).toEqual([40]);
  });
});

describe('keys', () => {
  it.each([
    ['ArrowRight', 10, 20],
    ['ArrowLeft', 10, 10],
    ['ArrowDown', 20, 50],
    ['ArrowUp', 20, 20],
    ['ArrowUp', 50, 20],
    ['ArrowDown', 60, 70],
    ['ArrowDown', 70, 70],
    ['PageDown', 10, 70],
    ['PageUp', 60, 10],
    ['Home', 50, 10],
    ['End', 10, 70],
  ])('%s leads from %i to %i in rows of three', (key, from, to) => {
    expect(itemAfterKey(at(from), order, key, shape)).toBe(to);
  });

  it('begin at the first item', () => {
    expect(itemAfterKey(nothingSelected, order, 'ArrowDown', shape)).toBe(10);
    expect(itemAfterKey(nothingSelected, [], 'ArrowDown', shape)).toBeNull();
    expect(itemAfterKey(at(10), order, 'x', shape)).toBeNull();
  });

  it('extend with shift and only move with ctrl', () => {
    const extended = selectByKey(at(20), order, 'ArrowRight', shape, { extend: true });
    expect(extended && [...extended.ids]).toEqual([20, 30]);
    const moved = selectByKey(at(20), order, 'ArrowRight', shape, { toggle: true });
    expect(moved).toEqual({ ids: new Set([20]), anchor: 20, focus: 30 });
  });

  it('always lead to an item of the list', () => {
    const keys = ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'PageUp', 'PageDown', 'Home', 'End'];
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(1000), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 1, max: 8 }),
        fc.array(fc.constantFrom(...keys), { maxLength: 30 }),
        (ids, columns, pressed) => {
          let selection = nothingSelected;
          for (const key of pressed) {
            selection = selectByKey(selection, ids, key, { columns, pageRows: 3 }) ?? selection;
            expect(ids).toContain(selection.focus);
          }
        },
      ),
    );
  });
});

describe('lists that change', () => {
  it('select all that is listed', () => {
    expect(selectAll(at(20), order)).toEqual({ ids: new Set(order), anchor: 20, focus: 20 });
  });

  it('forget what is not listed any more, and stay the same object otherwise', () => {
    const selection: Selection = { ids: new Set([10, 99]), anchor: 99, focus: 10 };
    expect(keepListed(selection, order)).toEqual({ ids: new Set([10]), anchor: null, focus: 10 });
    expect(keepListed(at(20), order)).toEqual(at(20));
    const same = at(20);
    expect(keepListed(same, order)).toBe(same);
  });
});
