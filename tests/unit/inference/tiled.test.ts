import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type PredictTile, planTiles, predictTiled } from '../../../src/main/inference/tiled.ts';
import { random } from '../random.ts';

const options = { multiple: 8, maxPixels: 152 * 152, margin: 16 };

describe('planTiles', () => {
  test('divides along one axis where that computes the least', () => {
    const { columns, rows } = planTiles(1752, 1168, { multiple: 8, maxPixels: 1_250_000, margin: 52 });
    expect([columns.starts.length, rows.starts.length]).toEqual([2, 1]);
  });

  test('takes an image that fits as one tile, rounded up to the multiple', () => {
    const { columns, rows } = planTiles(141, 100, options);
    expect([columns.starts, columns.length, rows.starts, rows.length]).toEqual([[0], 144, [0], 104]);
  });

  test('covers every position, with weights that add up to 1 and are 0 within the margin of inner edges', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 2000 }), (size, other) => {
        const { columns, rows } = planTiles(size, other, options);
        const padded = Math.ceil(size / 8) * 8;
        const total = new Float64Array(padded);
        columns.starts.forEach((start, i) => {
          expect(start % 8).toBe(0);
          expect(start).toBeGreaterThanOrEqual(i === 0 ? 0 : columns.starts[i - 1]! + 1);
          columns.weights[i]!.forEach((weight, offset) => {
            total[start + offset]! += weight;
            const innerLeft = i > 0 && offset < options.margin;
            const innerRight = i < columns.starts.length - 1 && offset >= columns.length - options.margin;
            if (innerLeft || innerRight) expect(weight).toBe(0);
          });
        });
        expect(columns.length * rows.length).toBeLessThanOrEqual(options.maxPixels);
        expect(columns.starts.at(-1)! + columns.length).toBe(padded);
        for (const sum of total) expect(sum).toBeCloseTo(1, 6);
      }),
    );
  });
});

const width = 397;
const height = 187;
const whole = planTiles(width, height, { multiple: 8, maxPixels: 512 * 512, margin: 16 });
const tiled = planTiles(width, height, { multiple: 8, maxPixels: 152 * 152, margin: 16 });

const next = random(1);
const input = Float32Array.from({ length: 3 * width * height }, () => next());
const everywhere = { width, height, data: new Uint8Array(width * height).fill(1) };

/** The mean of the second channel over a square of the given radius; what lies beyond the tile counts as 0. */
function boxFilter(radius: number): PredictTile {
  return async (tile, tileWidth, tileHeight) => {
    const plane = tile.subarray(tileWidth * tileHeight, 2 * tileWidth * tileHeight);
    const along = (data: Float32Array, stride: number, length: number) =>
      data.map((_, i) => {
        const position = Math.floor(i / stride) % length;
        let sum = 0;
        for (let d = -radius; d <= radius; d++) {
          if (position + d >= 0 && position + d < length) sum += data[i + d * stride]!;
        }
        return sum / (2 * radius + 1);
      });
    return along(along(plane, 1, tileWidth), tileWidth, tileHeight);
  };
}

describe('predictTiled', () => {
  test('gives the same as the whole image when the margin spans the receptive field', async () => {
    expect(whole.columns.starts.length * whole.rows.starts.length).toBe(1);
    expect(tiled.columns.starts.length * tiled.rows.starts.length).toBeGreaterThan(4);
    const filter = boxFilter(16);
    const expected = await predictTiled(filter, input, everywhere, whole, () => {});
    const found = await predictTiled(filter, input, everywhere, tiled, () => {});
    expect(found.data.every((value, i) => Math.abs(value - expected.data[i]!) < 1e-6)).toBe(true);
    expect(Math.max(...found.data.subarray(0, 1000))).toBeGreaterThan(0.1);
  });

  test('shows no step where tiles disagree', async () => {
    let count = 0;
    const disagreeing: PredictTile = async (_, w, h) => new Float32Array(w * h).fill(count++ % 2);
    const { data } = await predictTiled(disagreeing, input, everywhere, tiled, () => {});
    // The blend is one margin of 16 pixels wide.
    for (let i = 1; i < width; i++) expect(Math.abs(data[i]! - data[i - 1]!)).toBeLessThan(0.07);
    expect(Math.max(...data) - Math.min(...data)).toBe(1);
  });

  test('is 0 outside the field of view and leaves out tiles that do not touch it', async () => {
    const fov = { width, height, data: new Uint8Array(width * height) };
    for (let y = 0; y < 50; y++) fov.data.fill(1, y * width, y * width + 50);
    let calls = 0;
    const ones: PredictTile = async (_, w, h) => {
      calls++;
      return new Float32Array(w * h).fill(1);
    };
    const { data } = await predictTiled(ones, input, fov, tiled, () => {});
    expect(calls).toBe(1);
    expect(Array.from(data, Math.round)).toEqual(Array.from(fov.data));
  });

  test('asks before every tile, so that a caller can stop', async () => {
    const seen: string[] = [];
    const stop = (done: number, total: number) => {
      seen.push(`${done}/${total}`);
      if (done === 2) throw new Error('stopped');
    };
    const ones: PredictTile = async (_, w, h) => new Float32Array(w * h);
    const total = tiled.columns.starts.length * tiled.rows.starts.length;
    await expect(predictTiled(ones, input, everywhere, tiled, stop)).rejects.toThrow('stopped');
    expect(seen).toEqual([`0/${total}`, `1/${total}`, `2/${total}`]);
  });
});
