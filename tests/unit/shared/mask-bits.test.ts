import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { flipBits, packBits, unpackBits } from '../../../src/shared/mask-bits.ts';

const masks = fc.uint8Array({ max: 1, maxLength: 200 });

describe('packed bits', () => {
  it('hold the first pixel in the highest bit, without padding between rows', () => {
    expect([...packBits(Uint8Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0, 1))]).toEqual([0x80, 0x40]);
    expect([...unpackBits(Uint8Array.of(0x80, 0x40), 10)]).toEqual([1, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    expect([...packBits(new Uint8Array())]).toEqual([]);
  });

  it('give back any mask, in an eighth of the bytes', () => {
    fc.assert(
      fc.property(masks, (data) => {
        const bits = packBits(data);
        expect(bits.length).toBe(Math.ceil(data.length / 8));
        expect(unpackBits(bits, data.length)).toEqual(data);
      }),
    );
  });

  it('take every value but 0 as set', () => {
    expect([...packBits(Uint8Array.of(255, 0, 2))]).toEqual([0b1010_0000]);
  });
});

/** A mask with a rectangle inside it and a patch for that. */
const edits = fc
  .record({ width: fc.integer({ min: 1, max: 20 }), height: fc.integer({ min: 1, max: 20 }) })
  .chain(({ width, height }) =>
    fc.record({
      width: fc.constant(width),
      data: fc.uint8Array({ minLength: width * height, maxLength: width * height, max: 1 }),
      rectangle: fc
        .tuple(
          fc.integer({ min: 0, max: width - 1 }),
          fc.integer({ min: 0, max: height - 1 }),
          fc.integer({ min: 1, max: width }),
          fc.integer({ min: 1, max: height }),
        )
        .map(([left, top, w, h]) => ({
          left,
          top,
          width: Math.min(w, width - left),
          height: Math.min(h, height - top),
        })),
      flipped: fc.uint8Array({ minLength: 400, maxLength: 400, max: 1 }),
    }),
  );

describe('a patch', () => {
  it('flips exactly the pixels that are set in it, and undoes itself', () => {
    fc.assert(
      fc.property(edits, ({ width, data, rectangle, flipped }) => {
        const { left, top } = rectangle;
        const patch = packBits(flipped.subarray(0, rectangle.width * rectangle.height));
        const edited = data.slice();
        flipBits(edited, width, rectangle, patch);
        const expected = data.map((value, i) => {
          const [x, y] = [(i % width) - left, Math.floor(i / width) - top];
          const isInside = x >= 0 && x < rectangle.width && y >= 0 && y < rectangle.height;
          return isInside ? value ^ flipped[y * rectangle.width + x]! : value;
        });
        expect(edited).toEqual(expected);
        flipBits(edited, width, rectangle, patch);
        expect(edited).toEqual(data);
      }),
    );
  });
});
