import fc from 'fast-check';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { readPngChunks, writePng } from '../../../src/main/imaging/containers/png.ts';
import { decodeImage } from '../../../src/main/imaging/decode.ts';
import { FundusError } from '../../../src/shared/errors.ts';
import { losslessFiles, photograph, toSharp } from './pictures.ts';

const picture = photograph(61, 43);
const lossless = losslessFiles(picture);
const ppm = Buffer.concat([Buffer.from('P6 61 43 255\n'), picture.data]);

describe('files that cannot be read', () => {
  const whole = {
    ...lossless,
    JPEG: toSharp(picture).jpeg(),
    'progressive JPEG': toSharp(picture).jpeg({ progressive: true }),
    GIF: toSharp(picture).gif(),
    'WebP, lossy': toSharp(picture).webp(),
  };

  test.each(Object.entries(whole))(
    'a %s that was cut off is truncated, wherever the cut is',
    async (_, file) => {
      const bytes = await file.toBuffer();
      for (const length of [bytes.length - 2, Math.floor(bytes.length * 0.9), bytes.length >> 1, 40]) {
        await expect(decodeImage(bytes.subarray(0, length)), `${length} bytes`).rejects.toMatchObject({
          code: 'truncated',
        });
      }
    },
  );

  test('a PPM that was cut off is truncated', async () => {
    for (const length of [ppm.length - 1, ppm.length >> 1, 13, 5]) {
      await expect(decodeImage(ppm.subarray(0, length))).rejects.toMatchObject({ code: 'truncated' });
    }
  });

  test('whatever was done to a file, the error is one that names a cause', async () => {
    const originals = await Promise.all([...Object.values(whole).map((file) => file.toBuffer()), ppm]);
    const damage = fc.record({
      file: fc.constantFrom(...originals),
      changes: fc.array(fc.tuple(fc.nat(200), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }),
      kept: fc.option(fc.nat(400), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(damage, async ({ file, changes, kept }) => {
        const bytes = Uint8Array.from(file);
        for (const [at, value] of changes) bytes[at % bytes.length] = value;
        const outcome = await decodeImage(bytes.subarray(0, kept)).catch((error: unknown) => error);
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(FundusError);
      }),
      { numRuns: 400 },
    );
  });

  test('an empty file is truncated', async () => {
    await expect(decodeImage(new Uint8Array())).rejects.toMatchObject({ code: 'truncated' });
  });

  test('a file whose middle was overwritten is damaged', async () => {
    const png = await lossless.PNG.toBuffer();
    const damaged = Uint8Array.from(png).fill(0xaa, png.length >> 1, (png.length >> 1) + 40);
    await expect(decodeImage(damaged)).rejects.toMatchObject({ code: 'damaged' });
  });

  test('a text is no picture', async () => {
    await expect(decodeImage(Buffer.from('Some text, and not a picture'))).rejects.toMatchObject({
      code: 'not-an-image',
    });
  });

  test('other picture formats are named', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    await expect(decodeImage(svg)).rejects.toMatchObject({
      code: 'unsupported-format',
      message: expect.stringContaining('SVG'),
    });
    const dicom = Buffer.concat([Buffer.alloc(128), Buffer.from('DICM')]);
    await expect(decodeImage(dicom)).rejects.toMatchObject({ message: expect.stringContaining('DICOM') });
  });

  test('the error names the file', async () => {
    await expect(decodeImage('/nowhere/eye.png')).rejects.toMatchObject({
      code: 'not-found',
      file: '/nowhere/eye.png',
    });
    await expect(decodeImage(Buffer.from('text'), 'eye.png')).rejects.toMatchObject({ file: 'eye.png' });
  });

  test('more than 100 megapixels are too large, whatever the format, and take no memory', async () => {
    const files = [
      withPngSize(await lossless.PNG.toBuffer(), 10_001, 10_000),
      withJpegSize(await toSharp(picture).jpeg().toBuffer(), 10_001, 10_000),
      await sharp({ create: { width: 10_001, height: 10_000, channels: 3, background: 'black' } })
        .tiff({ compression: 'lzw', bitdepth: 1 })
        .toBuffer(),
      gifHeader(10_001, 10_000),
      Buffer.from('P6 10001 10000 255\n'),
      Buffer.from('P1 10001 10000\n'),
    ];
    const before = process.memoryUsage().rss;
    for (const file of files) {
      await expect(decodeImage(file)).rejects.toMatchObject({
        code: 'too-large',
        message: expect.stringContaining('10001 x 10000'),
      });
    }
    expect(process.memoryUsage().rss - before).toBeLessThan(100e6);
  });
});

/** The same file with another size in its header. */
function withPngSize(png: Uint8Array, newWidth: number, newHeight: number): Uint8Array {
  const chunks = readPngChunks(png);
  const header = Buffer.from(chunks[0]!.data);
  header.writeUInt32BE(newWidth, 0);
  header.writeUInt32BE(newHeight, 4);
  return writePng([{ type: 'IHDR', data: header }, ...chunks.slice(1)]);
}

function withJpegSize(jpeg: Buffer, newWidth: number, newHeight: number): Uint8Array {
  const bytes = Buffer.from(jpeg);
  const frame = bytes.indexOf(Buffer.from([0xff, 0xc0]));
  bytes.writeUInt16BE(newHeight, frame + 5);
  bytes.writeUInt16BE(newWidth, frame + 7);
  return bytes;
}

/** A GIF whose canvas and frame have this size, with the data of one pixel. */
function gifHeader(canvasWidth: number, canvasHeight: number): Buffer {
  const bytes = Buffer.from('47494638396101000100800000000000ffffff2c00000000010001000002024401003b', 'hex');
  for (const at of [6, 24]) {
    bytes.writeUInt16LE(canvasWidth, at);
    bytes.writeUInt16LE(canvasHeight, at + 2);
  }
  return bytes;
}
