import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPyramid, updatePyramid } from '../../../../src/renderer/review/mask/pyramid.ts';
import { copyOf, draw, maskArbitrary, rectangleIn } from './arbitrary.ts';

describe('createPyramid', () => {
  it('holds the share of vessel in each cell', () => {
    const pyramid = createPyramid(draw('##..#', '#...#', '....#'), 2);
    expect(pyramid[1]).toMatchObject({ width: 3, height: 2 });
    expect([...pyramid[1]!.data]).toEqual([191, 0, 255, 0, 0, 255]);
    expect(pyramid[2]).toMatchObject({ width: 2, height: 1 });
    expect([...pyramid[2]!.data]).toEqual([48, 255]);
  });

  it('is brought up to date by looking only at what changed', () => {
    fc.assert(
      fc.property(
        maskArbitrary.chain((mask) => fc.tuple(fc.constant(mask), rectangleIn(mask))),
        ([mask, rectangle]) => {
          const changed = copyOf(mask);
          const pyramid = createPyramid(changed, 3);
          for (let y = rectangle.top; y < rectangle.top + rectangle.height; y++)
            for (let x = rectangle.left; x < rectangle.left + rectangle.width; x++)
              changed.data[y * mask.width + x]! ^= 1;
          updatePyramid(pyramid, rectangle);
          expect(pyramid).toEqual(createPyramid(changed, 3));
        },
      ),
    );
  });
});
