import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import sharp from 'sharp';
import { describe, expect, onTestFinished, test } from 'vitest';
import { decodeImage, decodeMask } from '../../../src/main/imaging/decode.ts';
import { losslessFiles, photograph, toGrey, toSharp, vesselMask } from './pictures.ts';

const width = 61;
const height = 43;
const picture = photograph(width, height);
const vessels = vesselMask(width, height);
const lossless = losslessFiles(picture);
const grey = () => toSharp(toGrey(vessels)).toColourspace('b-w');
const ppm = Buffer.concat([Buffer.from(`P6 ${width} ${height} 255\n`), picture.data]);

describe('decodeImage', () => {
  test.each(Object.entries(lossless))('reads %s exactly', async (_, file) => {
    const raster = await decodeImage(await file.toBuffer());
    expect({ ...raster, data: [...raster.data] }).toEqual({ ...picture, data: [...picture.data] });
  });

  test('reads JPEG, progressive too, close to the original', async () => {
    const smooth = await sharp(picture.data, { raw: { width, height, channels: 3 } })
      .blur(3)
      .raw()
      .toBuffer();
    for (const progressive of [false, true]) {
      const jpeg = await toSharp({ ...picture, data: smooth })
        .jpeg({ quality: 95, progressive })
        .toBuffer();
      const raster = await decodeImage(jpeg);
      expect(raster).toMatchObject({ width, height, channels: 3 });
      const error = raster.data.reduce((sum, value, i) => sum + Math.abs(value - smooth[i]!), 0);
      expect(error / raster.data.length).toBeLessThan(3);
    }
  });

  test('reads the first picture of a GIF', async () => {
    const flat = { width: 9, height: 5, channels: 3 as const, data: new Uint8Array(9 * 5 * 3).fill(255) };
    const raster = await decodeImage(await toSharp(flat).gif().toBuffer());
    expect(raster).toMatchObject({ width: 9, height: 5, channels: 3 });
    expect(raster.data.every((value) => value === 255)).toBe(true);
  });

  test('reads grey files as one channel', async () => {
    for (const file of [grey().png(), grey().jpeg(), grey().tiff({ compression: 'lzw' })]) {
      expect(await decodeImage(await file.toBuffer())).toMatchObject({ width, height, channels: 1 });
    }
  });

  test('reduces 16 bits to the upper 8', async () => {
    const data = Uint16Array.from(picture.data, (value) => value * 257);
    const deep = sharp(data, { raw: { width, height, channels: 3 } }).toColourspace('rgb16');
    for (const file of [deep.clone().png(), deep.clone().tiff({ compression: 'lzw' })]) {
      expect(await sharp(await file.toBuffer()).metadata()).toMatchObject({ depth: 'ushort' });
      const raster = await decodeImage(await file.toBuffer());
      expect([...raster.data]).toEqual([...picture.data]);
    }
  });

  test('turns a picture upright by its EXIF orientation', async () => {
    const lying = await toSharp(picture).withMetadata({ orientation: 6 }).png().toBuffer();
    const upright = await decodeImage(lying);
    expect(upright).toMatchObject({ width: height, height: width });
    const pixel = (x: number, y: number) => [
      ...upright.data.subarray((y * height + x) * 3, (y * height + x) * 3 + 3),
    ];
    // Orientation 6 is mended by a quarter turn clockwise: the lower left corner comes to the upper left.
    const middleRow = 20;
    const start = (middleRow * width + 5) * 3;
    expect(pixel(height - 1 - middleRow, 5)).toEqual([...picture.data.subarray(start, start + 3)]);
  });

  test('puts transparency over black', async () => {
    const data = Uint8Array.from({ length: 4 * 4 * 4 }, (_, i) => (i % 4 === 3 ? (i < 32 ? 0 : 255) : 200));
    const png = await sharp(data, { raw: { width: 4, height: 4, channels: 4 } })
      .png()
      .toBuffer();
    expect([...(await decodeImage(png)).data]).toEqual([...Array(24).fill(0), ...Array(24).fill(200)]);
  });

  test('gives the values of the file, whatever its colour profile', async () => {
    const profiled = await toSharp(picture).keepIccProfile().withIccProfile('p3').png().toBuffer();
    const stored = await sharp(profiled, { ignoreIcc: true }).raw().toBuffer();
    expect([...stored]).not.toEqual([...picture.data]); // withIccProfile converts, so the profile matters
    expect([...(await decodeImage(profiled)).data]).toEqual([...stored]);
  });

  test('reads a file, also one that gzip compressed, and trusts its content rather than its extension', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'fundus-test-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    await writeFile(join(folder, 'a.ppm.gz'), gzipSync(ppm));
    await writeFile(join(folder, 'b.jpg'), await lossless.PNG.toBuffer());
    for (const name of ['a.ppm.gz', 'b.jpg']) {
      expect([...(await decodeImage(join(folder, name))).data]).toEqual([...picture.data]);
    }
  });
});

describe('decodeMask', () => {
  const formats = {
    'TIFF, 1 bit, CCITT': grey().tiff({ bitdepth: 1, compression: 'ccittfax4' }),
    'TIFF, 1 bit, LZW': grey().tiff({ bitdepth: 1, compression: 'lzw', predictor: 'none' }),
    'TIFF, 1 bit, white is zero': grey().tiff({
      bitdepth: 1,
      compression: 'deflate',
      predictor: 'none',
      miniswhite: true,
    }),
    'TIFF, 8 bits, LZW': grey().tiff({ compression: 'lzw' }),
    'TIFF, RGB': toSharp(toGrey(vessels)).toColourspace('srgb').tiff({ compression: 'lzw' }),
    'PNG, palette': toSharp(toGrey(vessels)).png({ palette: true, colours: 2 }),
    GIF: toSharp(toGrey(vessels)).gif(),
    WebP: toSharp(toGrey(vessels)).webp({ lossless: true }),
  };

  test.each(Object.entries(formats))('reads %s', async (_, file) => {
    const mask = await decodeMask(await file.toBuffer());
    expect({ ...mask, data: [...mask.data] }).toEqual({ ...vessels, data: [...vessels.data] });
  });

  test('takes a value from half of full intensity up, by the brightest channel', async () => {
    const values = Uint8Array.of(0, 0, 0, 127, 0, 0, 128, 0, 0, 0, 0, 255);
    const png = await toSharp({ width: 4, height: 1, channels: 3, data: values }).png().toBuffer();
    expect([...(await decodeMask(png)).data]).toEqual([0, 0, 1, 1]);
  });

  test('takes small values for labels, of which zero is the background', async () => {
    const values = Uint8Array.of(0, 1, 2, 0);
    const png = await toSharp({ width: 4, height: 1, channels: 1, data: values })
      .toColourspace('b-w')
      .png()
      .toBuffer();
    expect([...(await decodeMask(png)).data]).toEqual([0, 1, 1, 0]);
  });
});
