import { beforeAll, describe, expect, it } from 'vitest';
import { vesselCoverage } from '../../../../src/main/imaging/canvas.ts';
import { styleSize } from '../../../../src/main/networks/generator.ts';
import { openGraph } from '../../../../src/main/runtime/backends.ts';
import type { Feeds } from '../../../../src/main/training/program.ts';
import { oversampling, synthesizerData } from '../../../../src/main/training/synthesizer/data.ts';
import { augmented, drawInputs } from '../../../../src/main/training/synthesizer/inputs.ts';
import { diagnoses } from '../../../../src/shared/domain.ts';
import { createRandom } from '../../../../src/shared/random.ts';

import { syntheticPhotographs } from './images.ts';

const shape = { width: 64, height: 48, batch: 6, crop: 32 };
const { width, height, batch } = shape;
const source = { width: width * oversampling, height: height * oversampling };
const images = syntheticPhotographs(source.width, source.height);
const data = synthesizerData(images, shape, 7);
const pixels = width * height;

/** The numbers of one picture of a batch. */
const of = (feeds: Feeds, name: string, index: number) => {
  const { data, dims } = feeds[name]!;
  const length = data.length / dims[0]!;
  return Array.from(data.subarray(index * length, (index + 1) * length));
};

/** Bilinear, 0 beyond the outer pixels. */
function sample(value: (x: number, y: number) => number, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const at = (column: number, row: number) =>
    column >= 0 && row >= 0 && column < source.width && row < source.height ? value(column, row) : 0;
  const [right, below] = [x - left, y - top];
  return (
    (1 - below) * ((1 - right) * at(left, top) + right * at(left + 1, top)) +
    below * ((1 - right) * at(left, top + 1) + right * at(left + 1, top + 1))
  );
}

/** What the step sees of a picture at a pixel, by the definitions. */
function expectedPixel(feeds: Feeds, index: number, column: number, row: number) {
  const image = images[of(feeds, 'indices', index)[0]!]!;
  const [xx, xy, x0, yx, yy, y0] = of(feeds, 'placements', index) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const [x, y] = [xx * column + xy * row + x0, yx * column + yy * row + y0];
  const level = ({ data }: { data: Uint8Array }) => sample((i, j) => data[j * source.width + i]!, x, y);
  const [seen, covered] = [level(image.fov), level(image.vessels) / 255];
  const [gains, shifts] = [of(feeds, 'gains', index), of(feeds, 'shifts', index)];
  const isSeen = seen > 0.5;
  return {
    // Which side of its threshold a share is on is not for float32 to say where it is so close.
    isClose: Math.abs(seen - 0.5) < 1e-3 || Math.abs(covered - vesselCoverage) < 1e-3,
    fov: Number(isSeen),
    mask: Number(isSeen && covered > vesselCoverage),
    colour: [0, 1, 2].map((channel) => {
      const level = sample((i, j) => image.photograph.data[3 * (j * source.width + i) + channel]!, x, y);
      return isSeen ? Math.min(1, Math.max(-1, level * gains[channel]! + shifts[channel]!)) : -1;
    }),
  };
}

describe('augmented', () => {
  const feeds = drawInputs(shape, data, createRandom(3));
  let computed: Feeds;
  beforeAll(async () => {
    const { image, mask, fov, noise, diagnosis } = augmented(shape, data);
    const outputs = { image, mask, fov, noise, diagnosis };
    const session = await openGraph(outputs, { threads: 1 }, ['photographs']);
    computed = await session.run({ ...data, ...feeds });
    await session.release();
  });

  it('shows the photographs turned, mirrored, magnified and recoloured', () => {
    let seen = 0;
    for (let index = 0; index < batch; index++) {
      const [image, mask, fov] = ['image', 'mask', 'fov'].map((name) => of(computed, name, index)) as [
        number[],
        number[],
        number[],
      ];
      for (let i = 0; i < pixels; i++) {
        const expected = expectedPixel(feeds, index, i % width, Math.floor(i / width));
        if (expected.isClose) continue;
        seen += fov[i]!;
        expect([fov[i], mask[i]]).toEqual([expected.fov, expected.mask]);
        expected.colour.forEach((value, channel) => {
          expect(Math.abs(image[channel * pixels + i]! - value)).toBeLessThan(1e-3);
        });
      }
    }
    expect(seen).toBeGreaterThan(0.5 * batch * pixels);
  });

  it('takes the noise of each picture from its window of the bank, pixel by pixel', () => {
    const { normals } = data;
    const side = normals.dims[3]!;
    for (let index = 0; index < batch; index++) {
      const [xx, , x0, , yy, y0] = of(feeds, 'noisePlacements', index) as number[];
      const expected = Array.from({ length: pixels }, (_, i) => {
        const [column, row] = [i % width, Math.floor(i / width)];
        return normals.data[(yy! * row + y0!) * side + xx! * column + x0!]!;
      });
      expect(of(computed, 'noise', index)).toEqual(expected);
    }
  });

  it('knows the diagnoses', () => {
    for (let index = 0; index < batch; index++) {
      const own = diagnoses.indexOf(images[of(feeds, 'indices', index)[0]!]!.diagnosis);
      expect(of(computed, 'diagnosis', index).indexOf(1)).toBe(own);
      expect(of(feeds, 'otherDiagnosis', index).indexOf(1)).not.toBe(own);
    }
  });
});

describe('drawInputs', () => {
  it('depends on the stream alone', () => {
    const draw = (seed: number) => drawInputs(shape, data, createRandom(seed));
    expect(draw(5)).toEqual(draw(5));
    expect(draw(5)).not.toEqual(draw(6));
  });

  it('draws one of each class as often, another one in 20 % of the random ones, and crops that fit', () => {
    const counts = { photographs: [0, 0, 0], same: 0, total: 0 };
    for (let step = 0; step < 500; step++) {
      const feeds = drawInputs(shape, data, createRandom(1, step));
      for (let index = 0; index < batch; index++) {
        const [photograph] = of(feeds, 'indices', index) as [number];
        counts.photographs[photograph]!++;
        counts.total++;
        const random = of(feeds, 'randomDiagnosis', index).indexOf(1);
        if (random === diagnoses.indexOf(images[photograph]!.diagnosis)) counts.same++;
      }
      for (let index = 0; index < 2; index++) {
        const [top, left] = of(feeds, 'crops', index) as [number, number];
        expect(top >= 0 && top <= height - 32 && left >= 0 && left <= width - 32).toBe(true);
      }
    }
    for (const count of counts.photographs) expect(count / counts.total).toBeCloseTo(1 / 3, 1);
    // 30 % are drawn anew, a third of these hit the same class.
    expect(counts.same / counts.total).toBeCloseTo(0.8, 1);
  });

  it('draws standard normal styles, and turns of 10 degrees and magnifications of 8 % at the most', () => {
    let [sum, squares, count] = [0, 0, 0];
    for (let step = 0; step < 300; step++) {
      const feeds = drawInputs(shape, data, createRandom(2, step));
      for (const value of feeds.randomStyle!.data) {
        sum += value;
        squares += value ** 2;
        count++;
      }
      for (let index = 0; index < batch; index++) {
        const [xx, xy, , yx, yy] = of(feeds, 'placements', index) as [number, number, number, number, number];
        const scale = Math.hypot(xx, xy) / oversampling;
        expect(scale).toBeGreaterThan(1 / 1.081);
        expect(scale).toBeLessThan(1 / 0.919);
        expect(Math.abs(xy / xx)).toBeLessThan(Math.tan((10.01 * Math.PI) / 180));
        expect(Math.abs(xx * yx + xy * yy)).toBeLessThan(1e-6);
      }
    }
    expect(count).toBe(300 * batch * styleSize);
    expect(sum / count).toBeCloseTo(0, 1);
    expect(squares / count).toBeCloseTo(1, 1);
  });
});
