import { describe, expect, it } from 'vitest';
import { openGraph } from '../../../../src/main/runtime/backends.ts';
import type { Feeds } from '../../../../src/main/training/program.ts';
import {
  type SegmenterData,
  type SegmenterImage,
  segmenterData,
  segmenterInput,
} from '../../../../src/main/training/segmenter/data.ts';
import { type CropShape, drawCrops, segmenterCrops } from '../../../../src/main/training/segmenter/inputs.ts';
import { createRandom } from '../../../../src/shared/random.ts';
import { segmenterPhotograph } from './photographs.ts';

/** Red is the column, green the row, blue three where there is a vessel. */
function gridImage(width: number, height: number): SegmenterImage {
  const pixels = width * height;
  const vessel = Uint8Array.from({ length: pixels }, (_, i) =>
    (i % width) % 16 < 8 && Math.floor(i / width) % 20 < 9 ? 1 : 0,
  );
  const data = Uint8Array.from({ length: 3 * pixels }, (_, at) => {
    const [i, channel] = [Math.floor(at / 3), at % 3];
    return [i % width, Math.floor(i / width), 3 * vessel[i]!][channel]!;
  });
  return {
    photograph: { width, height, channels: 3, data },
    vessels: { width, height, data: vessel },
    fov: { width, height, data: new Uint8Array(pixels).fill(1) },
  };
}

/** The crops of one step, as the graph takes them. */
async function take(shape: CropShape, images: readonly SegmenterImage[], data: SegmenterData) {
  const drawn = drawCrops(shape, images, data, createRandom(7));
  const session = await openGraph({ ...segmenterCrops(shape, data) }, { threads: 1 }, ['photographs']);
  const { image, vessel, fov } = await session.run({ ...data, ...drawn });
  await session.release();
  const part = ({ data, dims }: { data: Float32Array; dims: readonly number[] }, index: number) => {
    const length = data.length / dims[0]!;
    return data.subarray(index * length, (index + 1) * length);
  };
  const crops = Array.from({ length: shape.batch }, (_, index) => ({
    image: part(image!, index),
    vessel: part(vessel!, index),
    fov: part(fov!, index),
  }));
  return { drawn, crops };
}

/** Crops in which the photograph's levels are still levels. */
async function takeLevels(shape: CropShape, source: SegmenterImage) {
  const none = { data: new Float32Array(3), dims: [1, 3, 1, 1] };
  const unit = { ...none, data: Float32Array.of(1, 1, 1) };
  const { crops } = await take(shape, [source], {
    ...segmenterData([source]),
    means: none,
    deviations: unit,
  });
  return crops;
}

const still = { colourJitter: 0, scaleJitter: 0 };

/**
 * The crops by their definition: of whole, normalised photographs, in float64.
 * @returns besides, the shares of each pixel that vessels and the field of view have
 */
function reference({ batch, crop }: CropShape, images: readonly SegmenterImage[], drawn: Feeds) {
  const inputs = images.map(segmenterInput);
  const value = (name: string, index: number) => drawn[name]!.data[index]!;
  return Array.from({ length: batch }, (_, one) => {
    const { width, height, image, vessel, fov } = inputs[value('indices', one)]!;
    const [xx, xy, x0, yx, yy, y0] = drawn.placements!.data.subarray(6 * one, 6 * one + 6);
    const plane = width * height;
    const pixels = Array.from({ length: crop * crop }, (_, i) => {
      const [column, row] = [i % crop, Math.floor(i / crop)];
      const x = xx! * column + xy! * row + x0!;
      const y = yx! * column + yy! * row + y0! + value('tops', one);
      const mix = (values: ArrayLike<number>, from = 0) => {
        const at = (u: number, v: number) =>
          u >= 0 && u < width && v >= 0 && v < height ? values[from + v * width + u]! : 0;
        const [left, top] = [Math.floor(x), Math.floor(y)];
        const line = (v: number) => at(left, v) + (x - left) * (at(left + 1, v) - at(left, v));
        return line(top) + (y - top) * (line(top + 1) - line(top));
      };
      const [isInside, inside, covered] = [mix(fov) >= 0.5, mix(fov), mix(vessel)];
      const colours = [0, 1, 2].map((channel) =>
        isInside
          ? mix(image, channel * plane) * value('gains', 3 * one + channel) +
            value('shifts', 3 * one + channel)
          : 0,
      );
      return { inside, covered, colours };
    });
    return pixels;
  });
}

describe('segmenterCrops', () => {
  const photographs = [segmenterPhotograph(90, 70, 1), segmenterPhotograph(64, 80, 2)];

  it.each([
    { name: 'crops', crop: 32, scaleJitter: 0 },
    { name: 'magnified crops', crop: 32, scaleJitter: 0.25 },
    { name: 'crops larger than a photograph', crop: 72, scaleJitter: 0.25 },
  ])('takes the $name that were drawn', async ({ crop, scaleJitter }) => {
    const shape = { batch: 12, crop, colourJitter: 0.1, scaleJitter };
    const { drawn, crops } = await take(shape, photographs, segmenterData(photographs));
    expect(new Set(drawn.indices!.data)).toEqual(new Set([0, 1]));
    let compared = 0;
    reference(shape, photographs, drawn).forEach((pixels, one) => {
      const { image, vessel, fov } = crops[one]!;
      pixels.forEach(({ inside, covered, colours }, i) => {
        // Places in float32 are those in float64 to about 1e-5 of a pixel: so near to one half either may be.
        if (Math.abs(inside - 0.5) < 1e-4 || Math.abs(covered - 0.5) < 1e-4) return;
        compared++;
        expect(fov[i]).toBe(inside >= 0.5 ? 1 : 0);
        expect(vessel[i]).toBe(covered >= 0.5 ? 1 : 0);
        for (const [channel, colour] of colours.entries()) {
          expect(Math.abs(image[channel * crop * crop + i]! - colour)).toBeLessThan(1e-3);
        }
      });
    });
    expect(compared).toBeGreaterThan(0.95 * shape.batch * crop * crop);
  });

  it('cuts whole pixels out, photograph and annotation alike, in all eight orientations', async () => {
    const source = gridImage(60, 50);
    const orientations = new Set<string>();
    for (const { image, vessel } of await takeLevels({ batch: 60, crop: 16, ...still }, source)) {
      const [x, y] = [image.subarray(0, 256), image.subarray(256, 512)];
      for (let i = 0; i < 256; i++) {
        expect(vessel[i]).toBe(source.vessels.data[y[i]! * 60 + x[i]!]);
        expect(image[512 + i]).toBe(3 * vessel[i]!);
      }
      expect(new Set(Array.from(x, (value, i) => value + 60 * y[i]!)).size).toBe(256);
      orientations.add([x[1]! - x[0]!, y[1]! - y[0]!, x[16]! - x[0]!, y[16]! - y[0]!].join());
    }
    expect(orientations.size).toBe(8);
  });

  it('keeps photograph and annotation together when it magnifies', async () => {
    const steps: number[] = [];
    const shape = { batch: 80, crop: 32, colourJitter: 0, scaleJitter: 0.5 };
    for (const { image, vessel } of await takeLevels(shape, gridImage(160, 160))) {
      const [x, y] = [image.subarray(0, 1024), image.subarray(1024, 2048)];
      steps.push(Math.abs(x[529]! - x[528]!) + Math.abs(y[529]! - y[528]!));
      for (let i = 0; i < 1024; i++) expect(vessel[i]).toBe(image[2048 + i]! >= 1.5 ? 1 : 0);
    }
    expect(Math.min(...steps)).toBeGreaterThan(1 / 1.5 - 1e-3);
    expect(Math.min(...steps)).toBeLessThan(0.75);
    expect(Math.max(...steps)).toBeLessThan(1.5 + 1e-3);
    expect(Math.max(...steps)).toBeGreaterThan(1.35);
  });

  it('draws centres inside the field of view only, and reaches all of it', async () => {
    const source = gridImage(64, 64);
    source.fov.data.fill(0);
    for (let y = 20; y < 40; y++) source.fov.data.fill(1, y * 64 + 30, y * 64 + 44);
    const seen = new Set<number>();
    for (const { image, fov } of await takeLevels({ batch: 400, crop: 2, ...still }, source)) {
      expect(fov).toContain(1);
      for (let i = 0; i < 4; i++) if (fov[i] === 1) seen.add(image[4 + i]!);
    }
    expect(seen.size).toBe(20);
  });

  it('fills up a photograph that is smaller than the crop with what does not count', async () => {
    const source = gridImage(20, 12);
    const [crop] = await takeLevels({ batch: 1, crop: 32, ...still }, source);
    const sum = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0);
    expect(sum(crop!.fov)).toBe(240);
    expect(sum(crop!.vessel)).toBe(sum(source.vessels.data));
  });

  it('changes colours channel by channel, and never outside the field of view', async () => {
    const source = gridImage(40, 40);
    source.fov.data.fill(0, 0, 800);
    source.photograph.data.fill(1);
    const gains = new Set<number>();
    const shape = { batch: 20, crop: 32, colourJitter: 0.1, scaleJitter: 0 };
    for (const { image, fov } of await takeLevels(shape, source)) {
      for (let i = 0; i < 3 * 1024; i++) {
        if (fov[i % 1024] === 0) expect(Math.abs(image[i]!)).toBe(0);
        else expect(Math.abs(image[i]! - 1)).toBeLessThanOrEqual(0.2001);
      }
      const inside = fov.indexOf(1);
      for (let channel = 0; channel < 3; channel++) gains.add(image[channel * 1024 + inside]!);
    }
    expect(gains.size).toBe(60);
  });
});

describe('segmenterData', () => {
  it('takes a grey photograph for one that is grey in all three channels', () => {
    const { photograph, vessels, fov } = segmenterPhotograph(30, 20, 1);
    const { width, height } = fov;
    const grey = photograph.data.filter((_, i) => i % 3 === 0);
    const data = Uint8Array.from(photograph.data, (_, i) => grey[Math.floor(i / 3)]!);
    const one = segmenterData([{ photograph: { width, height, channels: 1, data: grey }, vessels, fov }]);
    const three = segmenterData([{ photograph: { width, height, channels: 3, data }, vessels, fov }]);
    expect(one).toEqual(three);
    expect(new Set(one.means.data).size).toBe(1);
  });
});
