import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  fitTransform,
  keepInView,
  largestScale,
  toCanvas,
  toImage,
  zoomTo,
} from '../../../../src/renderer/viewer/transform.ts';

const image = { width: 3504, height: 2336 };
const canvas = { width: 700, height: 650 };
const point = fc.record({ x: fc.integer({ min: 0, max: 700 }), y: fc.integer({ min: 0, max: 650 }) });

describe('fitTransform', () => {
  it('shows the whole image, in the middle', () => {
    const transform = fitTransform(image, canvas);
    const [first, last] = [
      toCanvas(transform, { x: 0, y: 0 }),
      toCanvas(transform, { x: image.width, y: image.height }),
    ];
    expect(Math.min(first.x, first.y, canvas.width - last.x, canvas.height - last.y)).toBeGreaterThan(0);
    expect(Math.abs(first.x - (canvas.width - last.x))).toBeLessThanOrEqual(1);
    expect(Math.abs(first.y - (canvas.height - last.y))).toBeLessThanOrEqual(1);
  });
});

describe('zoomTo', () => {
  it('leaves what is under the pointer there', () => {
    fc.assert(
      fc.property(point, fc.double({ min: 0.3, max: 60, noNaN: true }), (at, scale) => {
        const before = fitTransform(image, canvas);
        const zoomed = zoomTo(before, scale, at, image, canvas);
        const middle = toImage(zoomed, { x: canvas.width / 2, y: canvas.height / 2 });
        const isAtEdge = [0, image.width].includes(middle.x) || [0, image.height].includes(middle.y);
        fc.pre(!isAtEdge);
        const there = toCanvas(zoomed, toImage(before, at));
        const isKept = Math.abs(there.x - at.x) <= 1 && Math.abs(there.y - at.y) <= 1;
        // The image may not be pushed out of view altogether.
        const edges = [middle.x, image.width - middle.x, middle.y, image.height - middle.y];
        expect(isKept || Math.min(...edges) <= 1).toBe(true);
      }),
    );
  });

  it('ends at pixels of 64 and at half of the size that fits', () => {
    const start = fitTransform(image, canvas);
    const at = { x: 350, y: 325 };
    expect(zoomTo(start, 1000, at, image, canvas).scale).toBe(largestScale);
    expect(zoomTo(start, 0, at, image, canvas).scale).toBeCloseTo(start.scale / 2);
  });
});

describe('keepInView', () => {
  it('brings the image back so that the middle of the canvas shows some of it', () => {
    fc.assert(
      fc.property(
        fc.record({
          scale: fc.double({ min: 0.1, max: 8, noNaN: true }),
          x: fc.integer({ min: -50_000, max: 50_000 }),
          y: fc.integer({ min: -50_000, max: 50_000 }),
        }),
        (transform) => {
          const { x, y } = toImage(keepInView(transform, image, canvas), {
            x: canvas.width / 2,
            y: canvas.height / 2,
          });
          const slack = 1 / transform.scale;
          expect(x >= -slack && x <= image.width + slack).toBe(true);
          expect(y >= -slack && y <= image.height + slack).toBe(true);
        },
      ),
    );
  });
});
