import { describe, expect, test } from 'vitest';
import { estimateFov, fovCircle } from '../../../src/main/imaging/fov.ts';
import { fitCircle, type Point } from '../../../src/main/imaging/geometry.ts';
import type { Mask, Raster } from '../../../src/main/imaging/raster.ts';
import { discMask, insideCircle, photograph } from './pictures.ts';

function intersectionOverUnion(a: Mask, b: Mask): number {
  let [both, either] = [0, 0];
  for (let i = 0; i < a.data.length; i++) {
    both += a.data[i]! & b.data[i]!;
    either += a.data[i]! | b.data[i]!;
  }
  return both / either;
}

/** Changes pixels: `paint` gives the new RGB value, or undefined to leave it. */
function painted(raster: Raster, paint: (x: number, y: number) => number | undefined): Raster {
  const data = raster.data.slice();
  for (let i = 0; i < raster.width * raster.height; i++) {
    const value = paint(i % raster.width, Math.floor(i / raster.width));
    if (value !== undefined) data.fill(value, i * 3, i * 3 + 3);
  }
  return { ...raster, data };
}

describe('estimateFov', () => {
  test.each([
    ['whole circle', 400, 300, 250],
    ['circle cut above and below, as in HRF', 420, 280, 380],
    ['small circle', 400, 400, 150],
    ['at high resolution', 1751, 1167, 1631],
  ])('finds a %s', (_, width, height, diameter) => {
    const fov = estimateFov(photograph(width, height, diameter));
    expect(intersectionOverUnion(fov, discMask(width, height, diameter))).toBeGreaterThan(0.985);
  });

  test('finds it under a noisy, not quite black surround', () => {
    const noisy = painted(photograph(400, 300, 250), (x, y) =>
      insideCircle(x, y, 400, 300, 250) ? undefined : (x * 31 + y * 17) % 9,
    );
    expect(intersectionOverUnion(estimateFov(noisy), discMask(400, 300, 250))).toBeGreaterThan(0.985);
  });

  test('leaves out lettering beside the circle', () => {
    const lettered = painted(photograph(400, 300, 250), (x, y) =>
      x < 40 && y < 20 && x % 3 ? 255 : undefined,
    );
    expect(intersectionOverUnion(estimateFov(lettered), discMask(400, 300, 250))).toBeGreaterThan(0.985);
  });

  test('takes in dark spots inside and a rim in the dark', () => {
    const dark = painted(photograph(400, 300, 250), (x, y) =>
      Math.hypot(x - 200, y - 150) < 20 || x - 200 + 0.6 * (y - 150) < -120 ? 3 : undefined,
    );
    expect(intersectionOverUnion(estimateFov(dark), discMask(400, 300, 250))).toBeGreaterThan(0.985);
  });

  test('keeps to straight edges that cut the circle inside the picture', () => {
    const cut = painted(photograph(400, 300, 250), (_, y) => (y < 50 || y >= 250 ? 0 : undefined));
    const disc = discMask(400, 300, 250);
    const expected = {
      ...disc,
      data: disc.data.map((value, i) => (i < 50 * 400 || i >= 250 * 400 ? 0 : value)),
    };
    expect(intersectionOverUnion(estimateFov(cut), expected)).toBeGreaterThan(0.985);
  });

  test('is everything where there is no surround', () => {
    const full = painted(photograph(90, 60), (x, y) => 90 + ((x * y) % 60));
    expect(estimateFov(full).data.every((value) => value === 1)).toBe(true);
    const black = { width: 9, height: 6, channels: 1 as const, data: new Uint8Array(54) };
    expect(estimateFov(black).data.every((value) => value === 1)).toBe(true);
  });
});

describe('fovCircle', () => {
  test.each([
    ['whole', 400, 300, 250],
    ['cut by the picture above and below', 420, 280, 380],
    ['cut by the picture on all sides', 400, 380, 450],
  ])('measures a circle that is %s', (_, width, height, diameter) => {
    const circle = fovCircle(discMask(width, height, diameter));
    expect(circle.diameter).toBeCloseTo(diameter, -0.5);
    expect(circle.x).toBeCloseTo((width - 1) / 2, 0);
    expect(circle.y).toBeCloseTo((height - 1) / 2, 0);
  });

  test('measures a circle with straight cuts and a notch', () => {
    const disc = discMask(400, 300, 250);
    const data = disc.data.map((value, i) => {
      const [x, y] = [i % 400, Math.floor(i / 400)];
      return y < 45 || y > 255 || (x > 300 && Math.abs(y - 150) < 12) ? 0 : value;
    });
    expect(Math.abs(fovCircle({ ...disc, data }).diameter - 250)).toBeLessThan(2);
  });

  test('takes the longer side where no rim is to be seen', () => {
    const full = { width: 90, height: 60, data: new Uint8Array(90 * 60).fill(1) };
    expect(fovCircle(full)).toEqual({ x: 44.5, y: 29.5, diameter: 90 });
  });
});

describe('fitCircle', () => {
  const circle = Array.from({ length: 200 }, (_, i): Point => {
    const angle = (i / 100) * Math.PI;
    return [30 + 50 * Math.cos(angle), -20 + 50 * Math.sin(angle)];
  });

  test('finds the circle through exact points', () => {
    const fit = fitCircle(circle)!;
    expect(fit.x).toBeCloseTo(30, 6);
    expect(fit.y).toBeCloseTo(-20, 6);
    expect(fit.diameter).toBeCloseTo(100, 6);
    expect(fit.share).toBe(1);
  });

  test('is not moved by points elsewhere', () => {
    const line = Array.from({ length: 120 }, (_, i): Point => [i - 60, 10]);
    const fit = fitCircle([...circle, ...line])!;
    expect(fit.diameter).toBeCloseTo(100, 1);
    expect(fit.share).toBeLessThan(0.7);
  });

  test('finds none in fewer than three points or on a line', () => {
    expect(
      fitCircle([
        [0, 0],
        [1, 1],
      ]),
    ).toBeUndefined();
    expect(
      fitCircle([
        [0, 0],
        [1, 1],
        [2, 2],
        [3, 3],
      ]),
    ).toBeUndefined();
  });
});
