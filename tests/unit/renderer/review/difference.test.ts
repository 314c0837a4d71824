import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countDifference,
  diceOf,
  recountDifference,
} from '../../../../src/renderer/review/mask/difference.ts';
import { copyOf, draw, maskPairArbitrary, rectangleIn } from './arbitrary.ts';

describe('countDifference', () => {
  it('counts inside the field of view only', () => {
    const [mask, annotation, fov] = [draw('##.#'), draw('#.##'), draw('###.')];
    expect(countDifference(mask, annotation, fov)).toEqual({
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
          const changed = copyOf(mask);
          for (let y = rectangle.top; y < rectangle.top + rectangle.height; y++)
            for (let x = rectangle.left; x < rectangle.left + rectangle.width; x++)
              changed.data[y * mask.width + x]! ^= 1;
          const before = countDifference(mask, annotation, fov);
          expect(recountDifference(before, mask, changed, annotation, fov, [rectangle])).toEqual(
            countDifference(changed, annotation, fov),
          );
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
