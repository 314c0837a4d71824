import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byteDifferences, bytePlanes, isBytes, roundToBfloat16 } from '../../../src/main/training/bundle.ts';

describe('the encodings of a bundle', () => {
  it('tell bytes from other numbers', () => {
    expect(isBytes(Float32Array.of(0, 1, 255))).toBe(true);
    for (const other of [-1, 256, 0.5, Number.NaN, Number.POSITIVE_INFINITY, -0]) {
      expect(isBytes(Float32Array.of(3, other)), String(other)).toBe(false);
    }
  });

  it('store bytes as differences that add up to them', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 255 })), (levels) => {
        let sum = 0;
        const restored = [...byteDifferences(Float32Array.from(levels))].map((difference) => {
          sum = (sum + difference) & 255;
          return sum;
        });
        expect(restored).toEqual(levels);
      }),
    );
  });

  it('store numbers as four planes of their bytes', () => {
    fc.assert(
      fc.property(fc.float32Array(), (values) => {
        const planes = bytePlanes(values);
        const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
        const { length } = values;
        const restored = bytes.map((_, at) => planes[(at % 4) * length + Math.floor(at / 4)]!);
        expect(restored).toEqual(bytes);
      }),
    );
  });
});

describe('roundToBfloat16', () => {
  it('keeps the upper half of the bits, within half of its last place', () => {
    fc.assert(
      fc.property(
        fc.float32Array({ noNaN: true, noDefaultInfinity: true, max: 2 ** 100, min: -(2 ** 100) }),
        (values) => {
          const rounded = roundToBfloat16(values);
          expect(new Uint32Array(rounded.buffer).every((bits) => (bits & 0xffff) === 0)).toBe(true);
          rounded.forEach((value, i) => {
            expect(Math.abs(value - values[i]!)).toBeLessThanOrEqual(Math.abs(values[i]!) * 2 ** -8 + 1e-38);
          });
        },
      ),
    );
  });

  it('rounds halves to even', () => {
    const half = 2 ** -8;
    expect([...roundToBfloat16(Float32Array.of(1 + half, 1 + 3 * half, -1 - half))]).toEqual([
      1,
      1 + 4 * half,
      -1,
    ]);
  });
});
