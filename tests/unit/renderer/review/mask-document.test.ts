import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { drawCapsule } from '../../../../src/renderer/review/mask/brush.ts';
import { countDifference } from '../../../../src/renderer/review/mask/difference.ts';
import { createPyramid } from '../../../../src/renderer/review/mask/pyramid.ts';
import { MaskDocument } from '../../../../src/renderer/review/session/mask-document.ts';
import { type Raster, wholeOf } from '../../../../src/renderer/viewer/raster.ts';
import { copyOf } from './arbitrary.ts';

const [width, height] = [150, 140];

const pattern = (seed: number): Raster => ({
  ...{ width, height },
  data: Uint8Array.from({ length: width * height }, (_, i) =>
    Math.imul(i + seed, 2654435761) >>> 31 ? 1 : 0,
  ),
});

const place = fc.record({ x: fc.integer({ min: -20, max: 170 }), y: fc.integer({ min: -20, max: 160 }) });
const stroke = fc.record({
  ...{ from: place, to: place },
  diameter: fc.integer({ min: 1, max: 30 }),
  value: fc.constantFrom<0 | 1>(0, 1),
  isKept: fc.boolean(),
});

describe('MaskDocument', () => {
  it('keeps pixels, halved levels and differences true through strokes, some of them taken back', () => {
    fc.assert(
      fc.property(fc.array(stroke, { maxLength: 6 }), (strokes) => {
        const [annotation, fov, expected] = [pattern(7), pattern(11), pattern(3)];
        const document = new MaskDocument(copyOf(expected), fov, () => {});
        document.setReference(annotation);
        for (const { from, to, diameter, value, isKept } of strokes) {
          document.touched(drawCapsule(document.mask, from, to, diameter, value));
          expect(document.difference).toEqual(countDifference(document.mask, annotation, fov));
          if (isKept) {
            drawCapsule(expected, from, to, diameter, value);
            document.complete();
          } else document.revert();
        }
        expect(document.mask.data).toEqual(expected.data);
        expect(document.pyramid).toEqual(createPyramid(expected, document.pyramid.length - 1));
        expect(document.difference).toEqual(countDifference(expected, annotation, fov));
      }),
      { numRuns: 40 },
    );
  });

  it('goes back and forth by its patches alone', () => {
    fc.assert(
      fc.property(fc.array(stroke, { minLength: 1, maxLength: 6 }), (strokes) => {
        const document = new MaskDocument(pattern(3), pattern(11), () => {});
        const states = [document.mask.data.slice()];
        const patches = strokes.map(({ from, to, diameter, value }) => {
          document.touched(drawCapsule(document.mask, from, to, diameter, value));
          const patch = document.complete();
          states.push(document.mask.data.slice());
          return patch;
        });
        for (let i = patches.length - 1; i >= 0; i--) {
          if (patches[i]) document.apply(patches[i]!);
          expect(document.mask.data).toEqual(states[i]);
        }
        patches.forEach((patch, i) => {
          if (patch) document.apply(patch);
          expect(document.mask.data).toEqual(states[i + 1]);
        });
      }),
      { numRuns: 40 },
    );
  });

  it('has no patch for a change that changes nothing', () => {
    const document = new MaskDocument(pattern(3), pattern(11), () => {});
    document.touched(wholeOf(document.mask));
    expect(document.complete()).toBeNull();
    expect(document.complete()).toBeNull();
  });
});
