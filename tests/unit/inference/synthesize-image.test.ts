import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Mask, Raster } from '../../../src/main/imaging/raster.ts';
import {
  drawStyle,
  type ImageRecipe,
  synthesizeImage,
} from '../../../src/main/inference/synthesize-image.ts';
import { createSession, type NetworkSession } from '../../../src/main/runtime/session.ts';
import { randomSynthesizer } from './random-synthesizer.ts';

const [width, height] = [64, 48];
const maskOf = (inside: (x: number, y: number) => boolean): Mask => ({
  width,
  height,
  data: Uint8Array.from({ length: width * height }, (_, i) =>
    inside(i % width, Math.floor(i / width)) ? 1 : 0,
  ),
});
const recipe: ImageRecipe = {
  mask: maskOf((x, y) => x === y),
  fov: maskOf((x, y) => Math.hypot(x - 32, y - 24) < 22),
  diagnosis: 'h',
  style: drawStyle(5, 8),
  seed: 5,
};

let session: NetworkSession;
beforeAll(async () => {
  session = await createSession(randomSynthesizer(1), { threads: 1 });
});
afterAll(() => session.release());

/** Mean absolute difference in grey levels. */
const difference = (a: Raster, b: Raster) =>
  a.data.reduce((sum, value, i) => sum + Math.abs(value - b.data[i]!), 0) / a.data.length;

describe('synthesizeImage', () => {
  test('is black outside the field of view and a picture inside', async () => {
    const image = await synthesizeImage(session, recipe);
    expect([image.width, image.height, image.channels]).toEqual([width, height, 3]);
    const levels = new Set<number>();
    recipe.fov.data.forEach((inside, i) => {
      const pixel = image.data.subarray(3 * i, 3 * i + 3);
      if (inside) levels.add(pixel[1]!);
      else expect([...pixel]).toEqual([0, 0, 0]);
    });
    expect(levels.size).toBeGreaterThan(10);
  });

  test('makes the same image of the same recipe, whatever was made between', async () => {
    const first = await synthesizeImage(session, recipe);
    await synthesizeImage(session, { ...recipe, seed: 6 });
    expect(await synthesizeImage(session, recipe)).toEqual(first);
  });

  test('listens to all parts of the recipe', async () => {
    const image = await synthesizeImage(session, recipe);
    const changes: Partial<ImageRecipe>[] = [
      { mask: maskOf((x, y) => x === height - y) },
      { diagnosis: 'dr' },
      { diagnosis: 'g' },
      { style: drawStyle(6, 8) },
      { seed: 6 },
    ];
    for (const change of changes) {
      expect(difference(image, await synthesizeImage(session, { ...recipe, ...change }))).toBeGreaterThan(
        0.1,
      );
    }
    const dr = await synthesizeImage(session, { ...recipe, diagnosis: 'dr' });
    const g = await synthesizeImage(session, { ...recipe, diagnosis: 'g' });
    expect(difference(dr, g)).toBeGreaterThan(0.1);
  });

  test('brings -1 and 1 to black and white, in the order red, green, blue', async () => {
    const fixed: NetworkSession = {
      ...session,
      run: async () => ({
        image: { data: Float32Array.of(-1, 1, 0, -1, 0.5, 1), dims: [1, 3, 1, 2] },
      }),
    };
    const pair: Mask = { width: 2, height: 1, data: Uint8Array.of(1, 1) };
    const { data } = await synthesizeImage(fixed, { ...recipe, mask: pair, fov: pair });
    expect([...data]).toEqual([0, 128, 191, 255, 0, 255]);
  });
});

describe('drawStyle', () => {
  test('draws numbers of a standard normal distribution cut at 2, by seed', () => {
    const many = Array.from({ length: 500 }, (_, seed) => drawStyle(seed, 8)).flat();
    const mean = many.reduce((sum, value) => sum + value, 0) / many.length;
    const variance = many.reduce((sum, value) => sum + value ** 2, 0) / many.length;
    // The cut takes the variance from 1 to 0.92.
    expect(Math.abs(mean)).toBeLessThan(0.06);
    expect(Math.abs(variance - 0.92)).toBeLessThan(0.06);
    expect(Math.max(...many)).toBe(2);
    expect(Math.min(...many)).toBe(-2);
    expect(drawStyle(3, 8)).toEqual(drawStyle(3, 8));
    expect(drawStyle(3, 8)).not.toEqual(drawStyle(4, 8));
  });
});
