import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clean,
  countRegions,
  findHoles,
  findRegions,
  findSpecks,
} from '../../../../src/renderer/review/mask/clean.ts';
import type { Raster } from '../../../../src/renderer/viewer/raster.ts';
import { copyOf, draw, maskArbitrary, picture } from './arbitrary.ts';

/** The sizes of the regions by flooding from every pixel, and whether each touches the edge. */
function flood({ width, height, data }: Raster, value: number, diagonal: boolean) {
  const seen = new Set<number>();
  const regions: { pixels: number[]; isAtEdge: boolean }[] = [];
  for (let seed = 0; seed < data.length; seed++) {
    if (data[seed] !== value || seen.has(seed)) continue;
    const pixels = [seed];
    let isAtEdge = false;
    seen.add(seed);
    for (let next = 0; next < pixels.length; next++) {
      const [x, y] = [pixels[next]! % width, Math.floor(pixels[next]! / width)];
      if (x === 0 || y === 0 || x === width - 1 || y === height - 1) isAtEdge = true;
      for (const [dx, dy] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
        [1, 1],
        [1, -1],
        [-1, 1],
        [-1, -1],
      ] as const) {
        if (!diagonal && dx !== 0 && dy !== 0) continue;
        const [nx, ny] = [x + dx, y + dy];
        const at = ny * width + nx;
        if (nx < 0 || ny < 0 || nx >= width || ny >= height || data[at] !== value || seen.has(at)) continue;
        seen.add(at);
        pixels.push(at);
      }
    }
    regions.push({ pixels, isAtEdge });
  }
  return regions;
}

describe('findRegions', () => {
  it('finds what flooding finds', () => {
    fc.assert(
      fc.property(maskArbitrary, fc.constantFrom(0, 1), fc.boolean(), (mask, value, diagonal) => {
        const found = findRegions(mask, value as 0 | 1, diagonal);
        const pixels: number[][] = Array.from(found.sizes, () => []);
        found.starts.forEach((start, run) => {
          for (let i = 0; i < found.lengths[run]!; i++) pixels[found.regions[run]!]!.push(start + i);
        });
        const describeRegions = (regions: { pixels: number[]; isAtEdge: boolean }[]) =>
          regions.map((region) => `${region.isAtEdge} ${region.pixels.sort((a, b) => a - b)}`).sort();
        expect(
          describeRegions(
            pixels.map((list, region) => ({ pixels: list, isAtEdge: found.isAtEdge[region] === 1 })),
          ),
        ).toEqual(describeRegions(flood(mask, value, diagonal)));
        expect([...found.sizes]).toEqual(pixels.map(({ length }) => length));
      }),
    );
  });
});

describe('cleaning', () => {
  const mask = draw('###..', '#.#..', '###.#', '.....', '#...#', '.#...');

  it('fills holes up to a size, but not what is open to the edge or to the background', () => {
    const filled = copyOf(mask);
    expect(countRegions(findHoles(mask), 1)).toEqual({ count: 1, pixels: 1 });
    clean(filled, findHoles(mask), 1);
    expect(picture(filled)).toEqual(['###..', '###..', '###.#', '.....', '#...#', '.#...']);
    expect(countRegions(findHoles(mask), 0)).toEqual({ count: 0, pixels: 0 });
  });

  it('removes specks up to a size, with pixels joined at corners', () => {
    const cleaned = copyOf(mask);
    expect(countRegions(findSpecks(mask), 1)).toEqual({ count: 2, pixels: 2 });
    clean(cleaned, findSpecks(mask), 1);
    expect(picture(cleaned)).toEqual(['###..', '#.#..', '###..', '.....', '#....', '.#...']);
  });

  it('counts the pixels that it changes', () => {
    fc.assert(
      fc.property(maskArbitrary, fc.nat({ max: 12 }), fc.boolean(), (before, size, isSpecks) => {
        const cleaning = isSpecks ? findSpecks(before) : findHoles(before);
        const after = copyOf(before);
        clean(after, cleaning, size);
        const changed = [...after.data.keys()].filter((i) => after.data[i] !== before.data[i]);
        expect(countRegions(cleaning, size).pixels).toBe(changed.length);
        // Cleaning again finds nothing more.
        expect(countRegions(isSpecks ? findSpecks(after) : findHoles(after), size).count).toBe(0);
      }),
    );
  });
});
