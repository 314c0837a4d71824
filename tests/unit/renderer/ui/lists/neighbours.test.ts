import { expect, it } from 'vitest';
import { neighboursOf } from '../../../../../src/renderer/ui/lists/neighbours.ts';

const order = [5, 3, 9];

it('finds what comes before and after', () => {
  expect(neighboursOf(order, 3, null)).toEqual({ previous: 5, next: 9, position: 2 });
  expect(neighboursOf(order, 5, null)).toEqual({ previous: null, next: 3, position: 1 });
  expect(neighboursOf(order, 9, 1)).toEqual({ previous: 3, next: null, position: 3 });
});

it('goes on where the item was when a filter has taken it away', () => {
  expect(neighboursOf(order, 7, 2)).toEqual({ previous: 5, next: 3, position: null });
  expect(neighboursOf(order, 7, 4)).toEqual({ previous: 9, next: null, position: null });
  expect(neighboursOf(order, 7, null)).toEqual({ previous: null, next: 5, position: null });
  expect(neighboursOf([], 7, 3)).toEqual({ previous: null, next: null, position: null });
});
