import { describe, expect, it } from 'vitest';
import { fitToCanvas, placeMask, placeRaster } from '../../../src/main/imaging/canvas.ts';
import type { Mask } from '../../../src/main/imaging/raster.ts';

/** A mask that is 1 where the function says so. */
function drawn(width: number, height: number, isSet: (x: number, y: number) => boolean): Mask {
  const data = Uint8Array.from({ length: width * height }, (_, i) =>
    isSet(i % width, Math.floor(i / width)) ? 1 : 0,
  );
  return { width, height, data };
}

const count = ({ data }: Mask) => data.reduce((sum, value) => sum + value, 0);

describe('fitToCanvas', () => {
  it('brings the box around the field of view to the canvas, centred', () => {
    const fov = drawn(200, 100, (x, y) => (x - 120) ** 2 + (y - 50) ** 2 < 40 ** 2);
    const placed = placeMask(fov, fitToCanvas(fov, { width: 96, height: 64 }));
    const rows = [...placed.data.keys()].filter((i) => placed.data[i] === 1).map((i) => Math.floor(i / 96));
    const columns = [...placed.data.keys()].filter((i) => placed.data[i] === 1).map((i) => i % 96);
    expect(Math.max(...rows) - Math.min(...rows) + 1).toBeGreaterThanOrEqual(63);
    expect(Math.abs((Math.max(...columns) + Math.min(...columns)) / 2 - 47.5)).toBeLessThanOrEqual(1);
  });

  it('fills the canvas where the field of view is cut at top and bottom', () => {
    const fov = drawn(350, 233, (x) => x > 10 && x < 340);
    expect(fitToCanvas(fov, { width: 480, height: 320 })).toMatchObject({ height: 320, top: 0 });
  });

  it('takes the whole picture where the field of view is empty', () => {
    const placement = fitToCanvas(
      drawn(50, 100, () => false),
      { width: 32, height: 32 },
    );
    expect(placement).toMatchObject({ width: 16, height: 32, left: 8, top: 0 });
  });
});

describe('placeMask and placeRaster', () => {
  it('keep a vessel of two fifths of a pixel, and drop one of a fifth', () => {
    const fov = drawn(100, 100, () => true);
    const placement = fitToCanvas(fov, { width: 10, height: 10 });
    const line = (thickness: number) => drawn(100, 100, (x) => x >= 52 && x < 52 + thickness);
    expect(count(placeMask(line(4), placement))).toBe(10);
    expect(count(placeMask(line(2), placement))).toBe(0);
  });

  it('put photograph and mask at the same place', async () => {
    const fov = drawn(120, 60, (x, y) => (x - 70) ** 2 + (y - 30) ** 2 < 28 ** 2);
    const placement = fitToCanvas(fov, { width: 64, height: 48 });
    const grey = { width: 120, height: 60, channels: 1, data: fov.data.map((value) => value * 200) } as const;
    const [mask, photograph] = [placeMask(fov, placement), await placeRaster(grey, placement)];
    const different = mask.data.filter((value, i) => (photograph.data[i]! > 70 ? 1 : 0) !== value).length;
    expect(different).toBeLessThan(20);
    expect(photograph).toMatchObject({ width: 64, height: 48, channels: 1 });
  });
});
