import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createVesselMaps,
  PathSearch,
  VesselPath,
} from '../../../../src/renderer/review/mask/vessel-path.ts';
import type { Raster } from '../../../../src/renderer/viewer/raster.ts';

const mapArbitrary = fc
  .record({ width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }) })
  .chain(({ width, height }) =>
    fc.tuple(
      fc
        .uint8Array({ minLength: width * height, maxLength: width * height })
        .map((data) => ({ width, height, data })),
      ...Array.from({ length: 2 }, () =>
        fc.record({ x: fc.nat({ max: width - 1 }), y: fc.nat({ max: height - 1 }) }),
      ),
    ),
  );

const stepCost = (value: number, isOblique: boolean) =>
  (1 + Math.round(15 * (1 - value / 255) ** 2)) * (isOblique ? 7 : 5);

/** Bellman and Ford's method: relaxes all edges until nothing changes. */
function cheapestCost({ width, height, data }: Raster, start: number, goal: number): number {
  const costs = new Float64Array(data.length).fill(Number.POSITIVE_INFINITY);
  costs[start] = 0;
  for (let hasChanged = true; hasChanged; ) {
    hasChanged = false;
    for (let i = 0; i < data.length; i++) {
      for (const dx of [-1, 0, 1]) {
        for (const dy of [-1, 0, 1]) {
          const [x, y] = [(i % width) + dx, Math.floor(i / width) + dy];
          if ((dx === 0 && dy === 0) || x < 0 || y < 0 || x >= width || y >= height) continue;
          const cost = costs[i]! + stepCost(data[y * width + x]!, dx !== 0 && dy !== 0);
          if (cost < costs[y * width + x]!) [costs[y * width + x], hasChanged] = [cost, true];
        }
      }
    }
  }
  return costs[goal]!;
}

describe('PathSearch', () => {
  it('finds a connected path of the least cost, in one go or in many', () => {
    fc.assert(
      fc.property(mapArbitrary, fc.integer({ min: 1, max: 30 }), ([map, from, to], budget) => {
        const search = new PathSearch(map, from!);
        while (!search.advance(to!, budget));
        const path = search.pathTo(to!);
        expect([path[0], path.at(-1)]).toEqual([from, to]);
        let cost = 0;
        path.forEach(({ x, y }, i) => {
          const last = path[i - 1];
          if (!last) return;
          expect(Math.max(Math.abs(x - last.x), Math.abs(y - last.y))).toBe(1);
          cost += stepCost(map.data[y * map.width + x]!, x !== last.x && y !== last.y);
        });
        expect(cost).toBe(cheapestCost(map, from!.y * map.width + from!.x, to!.y * map.width + to!.x));
      }),
    );
  });

  it('follows a winding vessel rather than the straight way, and goes on from one target to the next', () => {
    const [width, height] = [60, 41];
    const data = new Uint8Array(width * height);
    const centre = (x: number) => Math.round(20 + 15 * Math.sin(x / 8));
    for (let x = 0; x < width; x++)
      for (let y = Math.min(centre(x), centre(x + 1)); y <= Math.max(centre(x), centre(x + 1)); y++)
        data[y * width + x] = 255;
    const search = new PathSearch({ width, height, data }, { x: 0, y: centre(0) });
    for (const x of [30, 12, 59]) {
      const target = { x, y: centre(x) };
      expect(search.advance(target)).toBe(true);
      expect(search.pathTo(target).every((pixel) => data[pixel.y * width + pixel.x] === 255)).toBe(true);
    }
  });

  it('goes only where it may', () => {
    const map = { width: 3, height: 3, data: new Uint8Array(9).fill(255) };
    const open = { ...map, data: Uint8Array.of(1, 0, 1, 1, 0, 1, 1, 1, 1) };
    const search = new PathSearch(map, { x: 0, y: 0 }, open);
    const target = { x: 2, y: 0 };
    expect(search.advance(target)).toBe(true);
    expect(search.pathTo(target).map(({ x, y }) => `${x}${y}`)).toEqual(['00', '01', '12', '21', '20']);
  });
});

describe('VesselPath', () => {
  it('is on the vessel all along, whichever map it is first searched on', () => {
    const [width, height] = [301, 203];
    const data = new Uint8Array(width * height);
    const centre = (x: number) => Math.round(100 + 70 * Math.sin(x / 30));
    for (let x = 0; x < width; x++)
      for (let y = Math.min(centre(x), centre(x + 1)) - 1; y <= Math.max(centre(x), centre(x + 1)) + 1; y++)
        data[y * width + x] = 255;
    const maps = createVesselMaps({ width, height, data });
    const [anchor, target] = [
      { x: 3, y: centre(3) },
      { x: 298, y: centre(298) },
    ];
    for (const level of [0, 1, 2]) {
      const path = new VesselPath(maps, level, anchor);
      while (!path.advance(target, 50));
      const rough = path.roughly(target);
      expect([rough[0], rough.at(-1)]).toEqual([anchor, target]);
      const exact = path.exactly(target);
      expect([exact[0], exact.at(-1)]).toEqual([anchor, target]);
      expect(exact.every(({ x, y }) => data[y * width + x] === 255)).toBe(true);
      exact.forEach(({ x, y }, i) => {
        const last = exact[i - 1];
        if (last) expect(Math.max(Math.abs(x - last.x), Math.abs(y - last.y))).toBe(1);
      });
    }
  });

  it('leads from a pixel to itself', () => {
    const maps = createVesselMaps({ width: 9, height: 5, data: new Uint8Array(45) });
    const path = new VesselPath(maps, 2, { x: 8, y: 4 });
    expect(path.exactly({ x: 8, y: 4 })).toEqual([{ x: 8, y: 4 }]);
    expect(path.exactly({ x: 7, y: 4 })).toHaveLength(2);
  });
});
