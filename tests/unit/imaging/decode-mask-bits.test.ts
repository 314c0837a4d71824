import { deflateSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPngChunks, writePng } from '../../../src/main/imaging/containers/png.ts';
import { decodeMaskBits } from '../../../src/main/imaging/decode.ts';
import { encodePng } from '../../../src/main/imaging/encode.ts';
import { sharp } from '../../../src/main/imaging/vips.ts';
import { packBits } from '../../../src/shared/mask-bits.ts';

const masks = fc
  .record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 12 }) })
  .chain(({ width, height }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      data: fc.uint8Array({ minLength: width * height, maxLength: width * height, max: 1 }),
    }),
  );

describe('the bits of a stored mask', () => {
  it('are its pixels, whatever its width', async () => {
    await fc.assert(
      fc.asyncProperty(masks, async (mask) => {
        const { width, height, data } = mask;
        expect(await decodeMaskBits(await encodePng(mask))).toEqual({ width, height, bits: packBits(data) });
      }),
    );
  });

  it('are its pixels in files that other programs wrote', async () => {
    const mask = {
      width: 16,
      height: 9,
      data: Uint8Array.from({ length: 144 }, (_, i) => (i % 5 < 2 ? 1 : 0)),
    };
    const grey = sharp(
      mask.data.map((value) => value * 255),
      { raw: { width: 16, height: 9, channels: 1 } },
    );
    const files = [
      await grey.clone().png({ adaptiveFiltering: true }).toBuffer(),
      await grey.clone().png({ palette: true, colours: 2 }).toBuffer(),
      filtered(await encodePng(mask)),
    ];
    for (const file of files) expect((await decodeMaskBits(file)).bits).toEqual(packBits(mask.data));
  });

  it('are not made up where the file is damaged', async () => {
    const png = await encodePng({ width: 16, height: 4, data: new Uint8Array(64).fill(1) });
    const short = writePng(
      readPngChunks(png).map((chunk) =>
        chunk.type === 'IDAT' ? { type: 'IDAT', data: deflateSync(Uint8Array.of(0, 1, 2)) } : chunk,
      ),
    );
    await expect(decodeMaskBits(short)).rejects.toMatchObject({ code: 'damaged' });
  });
});

/** The same picture, each row stored as its difference to the row above (PNG filter type 2). */
function filtered(png: Uint8Array): Uint8Array {
  return writePng(
    readPngChunks(png).map((chunk) => {
      if (chunk.type !== 'IDAT') return chunk;
      const data = Uint8Array.from({ length: 9 * 3 }, () => 0);
      const bits = packBits(Uint8Array.from({ length: 144 }, (_, i) => (i % 5 < 2 ? 1 : 0)));
      for (let y = 0; y < 9; y++) {
        data[y * 3] = 2;
        for (let x = 0; x < 2; x++)
          data[y * 3 + 1 + x] = bits[y * 2 + x]! - (y > 0 ? bits[y * 2 - 2 + x]! : 0);
      }
      return { type: 'IDAT', data: deflateSync(data) };
    }),
  );
}
