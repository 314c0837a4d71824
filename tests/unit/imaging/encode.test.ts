import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { readPngChunks } from '../../../src/main/imaging/containers/png.ts';
import { decodeImage, decodeMask } from '../../../src/main/imaging/decode.ts';
import { addPngText, encodePng, encodeThumbnail } from '../../../src/main/imaging/encode.ts';
import type { Mask } from '../../../src/main/imaging/raster.ts';
import { photograph, toGrey, vesselMask } from './pictures.ts';

const typesOf = (png: Uint8Array) => readPngChunks(png).map(({ type }) => type);

describe('encodePng', () => {
  test('keeps every pixel of RGB and of grey', async () => {
    for (const raster of [photograph(37, 21), toGrey(vesselMask(37, 21))]) {
      const decoded = await decodeImage(await encodePng(raster));
      expect({ ...decoded, data: [...decoded.data] }).toEqual({ ...raster, data: [...raster.data] });
    }
  });

  test('writes a mask with one bit a pixel', async () => {
    const png = await encodePng(vesselMask(37, 21));
    expect(await sharp(png).metadata()).toMatchObject({
      width: 37,
      height: 21,
      channels: 1,
      bitsPerSample: 1,
    });
  });

  test('keeps every pixel of a mask of any size', async () => {
    const masks = fc
      .record({ width: fc.integer({ min: 1, max: 40 }), height: fc.integer({ min: 1, max: 9 }) })
      .chain(({ width, height }) =>
        fc
          .array(fc.integer({ min: 0, max: 1 }), { minLength: width * height, maxLength: width * height })
          .map((values): Mask => ({ width, height, data: Uint8Array.from(values) })),
      );
    await fc.assert(
      fc.asyncProperty(masks, async (mask) => {
        const decoded = await decodeMask(await encodePng(mask));
        expect({ ...decoded, data: [...decoded.data] }).toEqual({ ...mask, data: [...mask.data] });
      }),
      { numRuns: 50 },
    );
  });

  test('holds nothing but the pixels, and is the same every time', async () => {
    for (const image of [photograph(37, 21), vesselMask(37, 21)]) {
      const png = await encodePng(image);
      expect(new Set(typesOf(png))).toEqual(new Set(['IHDR', 'IDAT', 'IEND']));
      expect(await encodePng(image)).toEqual(png);
    }
  });
});

describe('addPngText', () => {
  test('adds text that other readers find, and keeps the pixels', async () => {
    const picture = photograph(37, 21);
    const text = { Title: 'Synthetic fundus photograph', Model: 'Netz-β, größer' };
    const png = addPngText(await encodePng(picture), text);
    const { comments } = await sharp(png).metadata();
    expect(comments?.map(({ text: value }) => value)).toEqual(expect.arrayContaining([text.Title]));
    expect([...(await decodeImage(png)).data]).toEqual([...picture.data]);
    const international = readPngChunks(png).find(({ type }) => type === 'iTXt');
    expect(Buffer.from(international?.data ?? []).toString('utf8')).toBe(`Model\0\0\0\0\0${text.Model}`);
  });

  test('puts the text after the header, where readers expect it', async () => {
    const png = await encodePng(vesselMask(8, 8), { Title: 'a', Source: 'b' });
    expect(typesOf(png)).toEqual(['IHDR', 'tEXt', 'tEXt', 'IDAT', 'IEND']);
  });
});

test('a thumbnail is a JPEG of at most 320 pixels a side', async () => {
  const thumbnail = await encodeThumbnail(photograph(700, 350));
  expect(await sharp(thumbnail).metadata()).toMatchObject({ format: 'jpeg', width: 320, height: 160 });
  const small = await encodeThumbnail(photograph(70, 35));
  expect(await sharp(small).metadata()).toMatchObject({ width: 70, height: 35 });
});
