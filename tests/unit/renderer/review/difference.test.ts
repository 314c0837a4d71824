import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countDifference, diceOf, replaceCount } from '../../../../src/renderer/review/mask/difference.ts';
import { wholeOf } from '../../../../src/renderer/review/mask/raster.ts';
import { copyOf, draw, maskPairArbitrary, rectangleIn } from './arbitrary.ts';

describe('countDifference', () => {
  it('counts inside the field of view only', () => {
    const [mask, annotation, fov] = [draw('##.#'), draw('#.##'), draw('###.')];
    expect(countDifference(mask, annotation, fov, wholeOf(mask))).toEqual({
      ...{ agreed: 1, onlyMask: 1, onlyAnnotation: 1 },
    });
  });

  it('is kept true by counting only where the mask changed', () => {
    fc.assert(
      fc.property(
        maskPairArbitrary.chain(([mask, annotation, fov]) =>
          fc.tuple(fc.constant(mask), fc.constant(annotation), fc.constant(fov), rectangleIn(mask)),
        ),
        ([mask, annotation, fov, rectangle]) => {
          const count = (of: typeof mask, within = wholeOf(mask)) =>
            countDifference(of, annotation, fov, within);
          const changed = copyOf(mask);
          for (let y = rectangle.top; y < rectangle.top + rectangle.height; y++)
            for (let x = rectangle.left; x < rectangle.left + rectangle.width; x++)
              changed.data[y * mask.width + x]! ^= 1;
          const total = replaceCount(count(mask), count(mask, rectangle), count(changed, rectangle));
          expect(total).toEqual(count(changed));
        },
      ),
    );
  });
});

describe('diceOf', () => {
  it('is the share of agreement', () => {
    expect(diceOf({ agreed: 3, onlyMask: 1, onlyAnnotation: 1 })).toBe(0.75);
    expect(diceOf({ agreed: 0, onlyMask: 0, onlyAnnotation: 0 })).toBe(1);
    expect(diceOf({ agreed: 0, onlyMask: 5, onlyAnnotation: 0 })).toBe(0);
  });
});
