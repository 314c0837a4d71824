import { expect, test } from 'vitest';
import { findOpticDisc } from '../../../src/main/evaluation/picture-statistics.ts';
import type { Mask, Raster } from '../../../src/main/imaging/raster.ts';
import { createRandom } from '../../../src/shared/random.ts';

const [width, height, diameter] = [256, 172, 240];

/** A circular field of view, cut above and below as HRF's is. */
function circle(): Mask {
  const data = new Uint8Array(width * height);
  data.forEach((_, i) => {
    const [x, y] = [(i % width) - width / 2, Math.floor(i / width) - height / 2];
    data[i] = Math.hypot(x, y) < diameter / 2 ? 1 : 0;
  });
  return { width, height, data };
}

/** A retina that is brighter on one side, grainy, with small bright spots and a disc at (x, y). */
function retina(fov: Mask, x: number, y: number): Raster {
  const random = createRandom(3);
  const data = new Uint8Array(3 * width * height);
  const spots = Array.from({ length: 25 }, () => [random.integer(width), random.integer(height)] as const);
  fov.data.forEach((inside, i) => {
    if (!inside) return;
    const [column, row] = [i % width, Math.floor(i / width)];
    const isSpot = spots.some(([left, top]) => Math.abs(left - column) < 2 && Math.abs(top - row) < 2);
    const isDisc = Math.hypot(column - x, row - y) < 0.045 * diameter;
    const light = 70 + column / 3 + 6 * random.normal() + (isSpot ? 70 : 0) + (isDisc ? 55 : 0);
    data.set([Math.min(255, 1.4 * light), light, light / 3], 3 * i);
  });
  return { width, height, channels: 3, data };
}

test.each([
  [60, 80],
  [190, 95],
  [128, 30],
])('the disc at (%i, %i) is found among spots and grain, on an uneven background', (x, y) => {
  const fov = circle();
  const disc = findOpticDisc(retina(fov, x, y), fov, diameter);
  expect(Math.hypot(disc.x - x, disc.y - y)).toBeLessThan(4);
  expect(disc.contrast).toBeGreaterThan(20);
});

test('a bright rim of the field of view is no disc', () => {
  const fov = circle();
  const photograph = retina(fov, 70, 86);
  fov.data.forEach((inside, i) => {
    const distance = Math.hypot((i % width) - width / 2, Math.floor(i / width) - height / 2);
    if (inside && distance > diameter / 2 - 5) photograph.data.fill(250, 3 * i, 3 * i + 3);
  });
  const disc = findOpticDisc(photograph, fov, diameter);
  expect(Math.hypot(disc.x - 70, disc.y - 86)).toBeLessThan(4);
});
