import { describe, expect, test } from 'vitest';
import { decodePnm } from '../../../src/main/imaging/pnm.ts';

const decode = (...parts: (string | number[])[]) =>
  decodePnm(
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part)))),
  );

describe('decodePnm', () => {
  test('P1: plain bitmap, digits together or apart, 1 is black', () => {
    const expected = { width: 3, height: 2, channels: 1, data: Uint8Array.of(0, 255, 0, 255, 255, 0) };
    expect(decode('P1\n3 2\n101\n001\n')).toEqual(expected);
    expect(decode('P1 3 2 1 0 1 0 0 1')).toEqual(expected);
  });

  test('P2: plain grey, scaled by its maximum', () => {
    expect(decode('P2\n2 2\n15\n0 15\n3 6\n').data).toEqual(Uint8Array.of(0, 255, 51, 102));
  });

  test('P3: plain RGB', () => {
    expect(decode('P3 1 2 255 1 2 3 4 5 6')).toEqual({
      width: 1,
      height: 2,
      channels: 3,
      data: Uint8Array.of(1, 2, 3, 4, 5, 6),
    });
  });

  test('P4: bitmap, each row from a new byte on', () => {
    expect(decode('P4\n10 2\n', [0b10100000, 0b01000000, 0xff, 0xc0]).data).toEqual(
      Uint8Array.of(0, 255, 0, 255, 255, 255, 255, 255, 255, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0),
    );
  });

  test('P5: grey of 8 and of 16 bits, the high byte first', () => {
    expect(decode('P5 2 1 255\n', [7, 200]).data).toEqual(Uint8Array.of(7, 200));
    expect(decode('P5 2 1 65535\n', [0x80, 0x80, 0xff, 0xff]).data).toEqual(Uint8Array.of(128, 255));
    expect(decode('P5 2 1 100\n', [50, 100]).data).toEqual(Uint8Array.of(128, 255));
  });

  test('P6: RGB, of several pictures the first', () => {
    expect(decode('P6 1 1 255\n', [1, 2, 3], 'P6 1 1 255\n', [4, 5, 6]).data).toEqual(Uint8Array.of(1, 2, 3));
  });

  test('passes over comments, also between the numbers', () => {
    const commented = '# made by hand\n';
    expect(decode('P5', '\n', commented, '2 # width\n', '1\n', commented, '255\n', [10, 20]).data).toEqual(
      Uint8Array.of(10, 20),
    );
    expect(decode('P2 2 1 255 1 # one\n 2').data).toEqual(Uint8Array.of(1, 2));
  });

  test.each(['P5', 'P5 2', 'P5 2 2', 'P5 2 2 255', 'P2 2 2 255 1 2 3', 'P1 3 1 10'])(
    '%j is truncated',
    (text) => {
      expect(() => decode(text)).toThrow(expect.objectContaining({ code: 'truncated' }));
    },
  );

  test.each(['P5 0 2 255 1234', 'P5 2 x 255 1234', 'P5 2 2 70000 12345678', 'P2 2 2 255 1 2 3 x 5'])(
    '%j is damaged',
    (text) => {
      expect(() => decode(text)).toThrow(expect.objectContaining({ code: 'damaged' }));
    },
  );
});
