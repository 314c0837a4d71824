import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { readPngChunks, writePng } from '../../../src/main/imaging/containers/png.ts';
import { decodeImage } from '../../../src/main/imaging/decode.ts';
import { encodePng } from '../../../src/main/imaging/encode.ts';
import { metadataIn, stripMetadata } from '../../../src/main/imaging/metadata.ts';
import { photograph, toSharp } from './pictures.ts';

const secret = 'DOE^JANE 1970-01-01';
const picture = photograph(64, 48);
const xmp = `<x:xmpmeta xmlns:x="adobe:ns:meta/"><!-- ${secret} --></x:xmpmeta>`;
const exif = {
  IFD0: { Artist: secret, Copyright: secret },
  IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 3230/100' },
};

const withEverything = () => toSharp(picture).withExif(exif).withXmp(xmp).withIccProfile('p3');

/** Inserts JPEG segments after the start of the image. */
function withSegments(jpeg: Uint8Array, ...segments: [marker: number, payload: string][]): Uint8Array {
  const parts = segments.map(([marker, payload]) => {
    const head = Buffer.from([0xff, marker, 0, 0]);
    head.writeUInt16BE(payload.length + 2, 2);
    return Buffer.concat([head, Buffer.from(payload, 'latin1')]);
  });
  return Buffer.concat([jpeg.subarray(0, 2), ...parts, jpeg.subarray(2)]);
}

async function fullJpeg(): Promise<Uint8Array> {
  const jpeg = withSegments(
    await withEverything().jpeg().toBuffer(),
    [0xed, `Photoshop 3.0\0 8BIM\x04\x04\0\0\0\0\0\x20 ${secret}`],
    [0xfe, secret],
    [0xe0, `JFXX\0\x10 ${secret}`],
    [0xe7, `Maker\0${secret}`],
  );
  return Buffer.concat([jpeg, Buffer.from(`trailer ${secret}`)]);
}

async function fullPng(): Promise<Uint8Array> {
  const [header, ...rest] = readPngChunks(await withEverything().png().toBuffer());
  const chunk = (type: string, data: string) => ({ type, data: Buffer.from(data, 'latin1') });
  return writePng([
    header!,
    chunk('tEXt', `Author\0${secret}`),
    chunk('iTXt', `Comment\0\0\0\0\0${secret}`),
    chunk('tIME', '\x07\xe6\x01\x01\x01\x01\x01'),
    chunk('prVt', secret),
    ...rest,
  ]);
}

/** A grey TIFF of 2 x 2 pixels with a description, an artist, IPTC, and empty EXIF and GPS directories. */
function describedTiff(): Uint8Array {
  const text = Buffer.from(`${secret}\0`, 'latin1');
  const entries = [
    [256, 3, 1, 2],
    [257, 3, 1, 2],
    [258, 3, 1, 8],
    [259, 3, 1, 1],
    [262, 3, 1, 1],
    [270, 2, text.length, 8],
    [273, 4, 1, 300],
    [277, 3, 1, 1],
    [278, 3, 1, 2],
    [279, 4, 1, 4],
    [315, 2, text.length, 8],
    [33723, 7, text.length, 8],
    [34665, 4, 1, 290],
    [34853, 4, 1, 290],
  ];
  const tiff = Buffer.alloc(304);
  tiff.write('II*\0', 0, 'latin1');
  tiff.writeUInt32LE(40, 4);
  text.copy(tiff, 8);
  tiff.writeUInt16LE(entries.length, 40);
  entries.forEach(([tag, type, count, value], i) => {
    tiff.writeUInt16LE(tag!, 42 + 12 * i);
    tiff.writeUInt16LE(type!, 44 + 12 * i);
    tiff.writeUInt32LE(count!, 46 + 12 * i);
    tiff.writeUInt32LE(value!, 50 + 12 * i);
  });
  tiff.set([10, 20, 30, 40], 300);
  return tiff;
}

/** A GIF with a comment before its trailer. */
async function commentedGif(): Promise<Uint8Array> {
  const gif = await toSharp(picture).gif().toBuffer();
  const comment = Buffer.from(`\x21\xfe${String.fromCharCode(secret.length)}${secret}\0`, 'latin1');
  return Buffer.concat([gif.subarray(0, -1), comment, gif.subarray(-1)]);
}

const files: [string, () => Promise<Uint8Array>, string[]][] = [
  ['JPEG', fullJpeg, ['EXIF', 'GPS', 'XMP', 'IPTC', 'ICC profile', 'comment', 'thumbnail', 'other']],
  [
    'progressive JPEG',
    () => withEverything().jpeg({ progressive: true }).toBuffer(),
    ['EXIF', 'GPS', 'XMP', 'ICC profile'],
  ],
  ['PNG', fullPng, ['EXIF', 'GPS', 'XMP', 'ICC profile', 'text', 'other']],
  ['WebP', () => withEverything().webp().toBuffer(), ['EXIF', 'GPS', 'XMP', 'ICC profile']],
  ['TIFF', () => withEverything().tiff({ compression: 'lzw' }).toBuffer(), ['XMP', 'ICC profile']],
  ['TIFF with text, EXIF and GPS', async () => describedTiff(), ['EXIF', 'GPS', 'IPTC', 'text']],
  ['GIF', commentedGif, ['comment']],
  ['PPM', async () => Buffer.concat([Buffer.from(`P6 # ${secret}\n64 48 255\n`), picture.data]), ['comment']],
];

describe('stripMetadata', () => {
  test.each(files)(
    'leaves nothing but the pixels of a %s, and says what it removed',
    async (_, make, kinds) => {
      const bytes = await make();
      const original = await decodeImage(bytes);
      const { bytes: stripped, stripped: removed, extension } = await stripMetadata(bytes);
      expect(removed).toEqual(expect.arrayContaining(kinds));
      expect(metadataIn(stripped)).toEqual([]);
      // An independent reader finds none either, and no trace is left anywhere in the bytes.
      const { exif, xmp, icc, iptc, comments, format } = await sharp(stripped).metadata();
      expect([exif, xmp, icc, iptc, comments]).toEqual(Array(5).fill(undefined));
      expect(Buffer.from(stripped).includes(secret)).toBe(false);
      expect(Buffer.from(stripped).includes('JANE')).toBe(false);
      expect(format).toBe(extension === 'jpg' ? 'jpeg' : 'png');
      const kept = await decodeImage(stripped);
      expect([kept.width, kept.height]).toEqual([original.width, original.height]);
      expect(Buffer.compare(kept.data, original.data)).toBe(0);
    },
  );

  test('keeps a JPEG a JPEG, without coding it anew', async () => {
    const plain = await toSharp(picture).jpeg().toBuffer();
    const { bytes, extension } = await stripMetadata(withMetadata(plain));
    expect(extension).toBe('jpg');
    expect(scanOf(bytes)).toEqual(scanOf(plain));
  });

  test('makes the same bytes of one picture with other metadata', async () => {
    const plain = await toSharp(picture).jpeg().toBuffer();
    const withJfif = withSegments(plain, [0xe0, 'JFIF\0\x01\x02\x01\0\x48\0\x48\0\0']);
    const [expected, ...others] = await Promise.all(
      [plain, withMetadata(plain), withJfif].map(async (jpeg) => (await stripMetadata(jpeg)).bytes),
    );
    expect(others).toEqual([expected, expected]);
    const png = await toSharp(picture).png().toBuffer();
    const tiff = await toSharp(picture).withXmp(xmp).tiff({ compression: 'lzw' }).toBuffer();
    expect((await stripMetadata(png)).bytes).toEqual((await stripMetadata(tiff)).bytes);
  });

  test('turns a JPEG that lies on its side upright, without loss', async () => {
    const lying = await toSharp(picture).withMetadata({ orientation: 8 }).jpeg().toBuffer();
    const upright = await decodeImage(lying);
    const { bytes, extension, stripped } = await stripMetadata(lying);
    expect(extension).toBe('png');
    expect(stripped).toContain('EXIF');
    expect([upright.width, upright.height]).toEqual([48, 64]);
    expect(Buffer.compare((await decodeImage(bytes)).data, upright.data)).toBe(0);
  });

  test('keeps the colours of CMYK and RGB-coded JPEG files', async () => {
    const cmyk = await toSharp(picture).toColourspace('cmyk').jpeg().toBuffer();
    const ycc = await toSharp(picture).jpeg({ chromaSubsampling: '4:4:4' }).toBuffer();
    // With Adobe's transform 0 the same data are read as RGB.
    const rgb = withSegments(ycc, [0xee, 'Adobe\0\x64\0\0\0\0\0']);
    expect(Buffer.compare((await decodeImage(rgb)).data, (await decodeImage(ycc)).data)).not.toBe(0);
    for (const jpeg of [cmyk, rgb]) {
      const { bytes, extension } = await stripMetadata(jpeg);
      expect(extension).toBe('jpg');
      expect(Buffer.compare((await decodeImage(bytes)).data, (await decodeImage(jpeg)).data)).toBe(0);
    }
  });

  test('says of a file without metadata that nothing was removed', async () => {
    for (const bytes of [await toSharp(picture).jpeg().toBuffer(), await encodePng(picture)]) {
      expect((await stripMetadata(bytes)).stripped).toEqual([]);
    }
  });
});

function withMetadata(jpeg: Uint8Array): Uint8Array {
  return withSegments(jpeg, [0xfe, secret], [0xe1, `Exif\0\0MM\0*\0\0\0\x08\0\0\0\0\0\0`]);
}

/** The entropy-coded data of a baseline JPEG. */
function scanOf(jpeg: Uint8Array): Buffer {
  const bytes = Buffer.from(jpeg);
  return bytes.subarray(bytes.indexOf(Buffer.from([0xff, 0xda])));
}
