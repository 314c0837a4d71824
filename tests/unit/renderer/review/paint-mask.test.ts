import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paintMask } from '../../../../src/renderer/review/canvas/paint-mask.ts';
import { createPyramid } from '../../../../src/renderer/review/mask/pyramid.ts';
import { type Colour, createPalette } from '../../../../src/renderer/viewer/palette.ts';
import { shownAt } from '../../../../src/renderer/viewer/transform.ts';
import { maskPairArbitrary } from './arbitrary.ts';

const red: Colour = [255, 0, 0];
const green: Colour = [0, 255, 0];
const blue: Colour = [0, 0, 255];
const white: Colour = [255, 255, 255];
const palette = createPalette({
  ...{ mask: red, both: white, first: blue, second: green },
  ...{ opacity: 1, background: null },
});
/** 0xAABBGGRR */
const opaque = { red: 0xff0000ff, blue: 0xffff0000, green: 0xff00ff00, white: 0xffffffff };

const transformArbitrary = fc.record({
  scale: fc.constantFrom(1, 1.7, 2, 3, 5.3),
  x: fc.integer({ min: -30, max: 20 }),
  y: fc.integer({ min: -30, max: 20 }),
});
const canvas = { width: 31, height: 23 };
const whole = { left: 0, top: 0, ...canvas };

describe('paintMask', () => {
  it('shows the pixel under the centre of each of the canvas from scale 1 on', () => {
    fc.assert(
      fc.property(maskPairArbitrary, transformArbitrary, ([mask, other], { scale, x, y }) => {
        const pixels = new Uint32Array(canvas.width * canvas.height);
        const paint = (reference: typeof mask | null) =>
          paintMask(
            pixels,
            whole,
            { scale, x, y },
            { mask: createPyramid(mask, 2), reference: reference && createPyramid(reference, 2) },
            palette,
          );
        const under = (i: number) => {
          const column = Math.floor(((i % canvas.width) + 0.5 - x) / scale);
          const row = Math.floor((Math.floor(i / canvas.width) + 0.5 - y) / scale);
          const isInside = column >= 0 && row >= 0 && column < mask.width && row < mask.height;
          return isInside ? row * mask.width + column : null;
        };
        paint(null);
        pixels.forEach((colour, i) => {
          const at = under(i);
          const isVessel = at !== null && mask.data[at] === 1;
          expect(isVessel ? colour : colour >>> 24).toBe(isVessel ? opaque.red : 0);
        });
        paint(other);
        pixels.forEach((colour, i) => {
          const at = under(i);
          const kind = at === null ? 0 : mask.data[at]! * 2 + other.data[at]!;
          expect(kind === 0 ? colour >>> 24 : colour).toBe(
            [0, opaque.green, opaque.blue, opaque.white][kind],
          );
        });
      }),
    );
  });

  it('draws a part as it draws the whole', () => {
    const part = { left: 7, top: 4, width: 11, height: 9 };
    const small = { scale: fc.constantFrom(0.2, 0.31, 0.5, 0.77, 1, 3.3) };
    fc.assert(
      fc.property(maskPairArbitrary, transformArbitrary, fc.record(small), ([mask], { x, y }, { scale }) => {
        const layers = { mask: createPyramid(mask, 2), reference: null };
        const [all, some] = [new Uint32Array(31 * 23), new Uint32Array(11 * 9)];
        paintMask(all, whole, { scale, x, y }, layers, palette);
        paintMask(some, part, { scale, x, y }, layers, palette);
        some.forEach((colour, i) => {
          const at = (part.top + Math.floor(i / part.width)) * 31 + part.left + (i % part.width);
          expect(colour).toBe(all[at]);
        });
      }),
    );
  });

  it('gives a cell that is half vessel half the opacity', () => {
    const mask = { width: 4, height: 2, data: Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 0) };
    const pixels = new Uint32Array(2);
    const layers = { mask: createPyramid(mask, 1), reference: null };
    paintMask(pixels, { left: 0, top: 0, width: 2, height: 1 }, { scale: 0.5, x: 0, y: 0 }, layers, palette);
    expect([...pixels].map((colour) => colour >>> 24)).toEqual([128, 0]);
  });
});

describe('shownAt', () => {
  it('holds every pixel of the canvas that a change of the mask changes', () => {
    const scale = fc.constantFrom(0.2, 0.3, 0.5, 0.8, 1, 1.7, 6);
    fc.assert(
      fc.property(
        maskPairArbitrary.chain((masks) =>
          fc.tuple(fc.constant(masks), fc.nat({ max: masks[0].data.length - 1 })),
        ),
        transformArbitrary,
        scale,
        ([[mask], changed], { x, y }, factor) => {
          const transform = { scale: factor, x, y };
          const [before, after] = [new Uint32Array(31 * 23), new Uint32Array(31 * 23)];
          paintMask(before, whole, transform, { mask: createPyramid(mask, 2), reference: null }, palette);
          mask.data[changed]! ^= 1;
          paintMask(after, whole, transform, { mask: createPyramid(mask, 2), reference: null }, palette);
          const [left, top] = [changed % mask.width, Math.floor(changed / mask.width)];
          const level = factor >= 1 ? 0 : Math.min(2, Math.floor(Math.log2(1 / factor) + 1e-9));
          const area = shownAt(transform, { left, top, width: 1, height: 1 }, level, canvas);
          after.forEach((colour, i) => {
            if (colour === before[i]) return;
            const [column, row] = [i % 31, Math.floor(i / 31)];
            expect(area).not.toBeNull();
            expect(column >= area!.left && column < area!.left + area!.width).toBe(true);
            expect(row >= area!.top && row < area!.top + area!.height).toBe(true);
          });
        },
      ),
    );
  });
});
