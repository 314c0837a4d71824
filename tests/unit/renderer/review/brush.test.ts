import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawCapsule, snap } from '../../../../src/renderer/review/mask/brush.ts';
import { emptyMask, picture } from './arbitrary.ts';

const coordinate = fc.integer({ min: -200, max: 1000 }).map((value) => value / 20);
const point = fc.record({ x: coordinate, y: coordinate });

describe('drawCapsule', () => {
  it('sets exactly the pixels whose centre is within half the diameter of the line', () => {
    fc.assert(
      fc.property(point, point, fc.integer({ min: 1, max: 25 }), (from, to, diameter) => {
        const mask = emptyMask(40, 36);
        const rectangle = drawCapsule(mask, from, to, diameter, 1);
        const [a, b] = [snap(from, diameter), snap(to, diameter)];
        const expected = emptyMask(40, 36);
        for (let i = 0; i < expected.data.length; i++) {
          // In half pixels all is whole: no rounding decides.
          const [px, py] = [(i % 40) * 2 + 1 - a.x * 2, Math.floor(i / 40) * 2 + 1 - a.y * 2];
          const [dx, dy] = [(b.x - a.x) * 2, (b.y - a.y) * 2];
          const length = dx * dx + dy * dy;
          const along = px * dx + py * dy;
          const isInside =
            along <= 0
              ? px * px + py * py <= diameter ** 2
              : along >= length
                ? (px - dx) ** 2 + (py - dy) ** 2 <= diameter ** 2
                : (px * dy - py * dx) ** 2 <= diameter ** 2 * length;
          expected.data[i] = isInside ? 1 : 0;
        }
        expect(picture(mask)).toEqual(picture(expected));
        const columns = [...mask.data.keys()].filter((i) => mask.data[i]).map((i) => i % 40);
        const rows = [...mask.data.keys()].filter((i) => mask.data[i]).map((i) => Math.floor(i / 40));
        expect(rectangle).toEqual(
          columns.length === 0
            ? null
            : {
                left: Math.min(...columns),
                top: Math.min(...rows),
                width: Math.max(...columns) - Math.min(...columns) + 1,
                height: Math.max(...rows) - Math.min(...rows) + 1,
              },
        );
      }),
      { numRuns: 400 },
    );
  });

  it('covers the pixel pointed at with the smallest brush, and an unbroken line between two', () => {
    const mask = emptyMask(8, 5);
    drawCapsule(mask, { x: 0.9, y: 0.1 }, { x: 6.2, y: 3.9 }, 1, 1);
    expect(picture(mask)).toEqual(['##......', '.###....', '...###..', '.....##.', '........']);
  });

  it('erases', () => {
    const mask = emptyMask(5, 5);
    mask.data.fill(1);
    drawCapsule(mask, { x: 2.5, y: 2.5 }, { x: 2.5, y: 2.5 }, 3, 0);
    expect(picture(mask)).toEqual(['#####', '#...#', '#...#', '#...#', '#####']);
  });
});
