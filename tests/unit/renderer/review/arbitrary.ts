import fc from 'fast-check';
import type { Raster, Rectangle } from '../../../../src/renderer/viewer/raster.ts';

/** A mask of at most 24 x 24 pixels, from sparse to full. */
export const maskArbitrary: fc.Arbitrary<Raster> = fc
  .record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 24 }) })
  .chain(({ width, height }) => masksOf(width, height));

export const masksOf = (width: number, height: number): fc.Arbitrary<Raster> =>
  fc
    .array(fc.nat({ max: 2 ** 30 }), { minLength: width * height, maxLength: width * height })
    .chain((values) =>
      fc.nat({ max: 10 }).map((density) => ({
        ...{ width, height },
        data: Uint8Array.from(values, (value) => (value % 10 < density ? 1 : 0)),
      })),
    );

/** Masks of the same size. */
export const maskPairArbitrary = fc
  .record({ width: fc.integer({ min: 1, max: 24 }), height: fc.integer({ min: 1, max: 24 }) })
  .chain(({ width, height }) =>
    fc.tuple(masksOf(width, height), masksOf(width, height), masksOf(width, height)),
  );

/** A rectangle inside a raster. */
export const rectangleIn = ({ width, height }: Raster): fc.Arbitrary<Rectangle> =>
  fc.record({ left: fc.nat({ max: width - 1 }), top: fc.nat({ max: height - 1 }) }).chain(({ left, top }) =>
    fc.record({
      left: fc.constant(left),
      top: fc.constant(top),
      width: fc.integer({ min: 1, max: width - left }),
      height: fc.integer({ min: 1, max: height - top }),
    }),
  );

/** A mask from its picture: one string a row, '#' for vessel. */
export function draw(...rows: string[]): Raster {
  return {
    width: rows[0]!.length,
    height: rows.length,
    data: Uint8Array.from(rows.join(''), (character) => (character === '#' ? 1 : 0)),
  };
}

/** The inverse of `draw`. */
export const picture = ({ width, height, data }: Raster): string[] =>
  Array.from({ length: height }, (_, y) =>
    [...data.subarray(y * width, (y + 1) * width)].map((value) => (value ? '#' : '.')).join(''),
  );

export const emptyMask = (width: number, height: number): Raster => ({
  ...{ width, height },
  data: new Uint8Array(width * height),
});

export const copyOf = (mask: Raster): Raster => ({ ...mask, data: mask.data.slice() });
