import { describe, expect, test } from 'vitest';
import { type PredictTile, planTiles, predictTiled } from '../../../src/main/inference/tiled.ts';
import { random } from '../random.ts';

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
