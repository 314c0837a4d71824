import { inspectGif } from './gif.ts';
import { type Inspection, latin1, type MetadataKind } from './inspection.ts';
import { inspectJpeg } from './jpeg.ts';
import { inspectPng } from './png.ts';
import { inspectTiff } from './tiff.ts';
import { inspectWebp } from './webp.ts';

const imageFormats = ['jpeg', 'png', 'webp', 'tiff', 'gif', 'pnm'] as const;
export type ImageFormat = (typeof imageFormats)[number];

/** Texts, in Latin-1, one of which stands at a position of every file of a format. */
type Signature = readonly [at: number, ...texts: string[]];

interface FormatRule {
  readonly signatures: readonly Signature[];
  readonly inspect: (bytes: Uint8Array) => Inspection;
}

/** A netpbm file has comments in its header; whether it is complete its decoder finds out. */
function inspectPnm(bytes: Uint8Array): Inspection {
  const metadata = new Set<MetadataKind>();
  if (/^P[1-6][\s\d]*#/.test(latin1(bytes, 0, 1024))) metadata.add('comment');
  return { complete: true, metadata };
}

const formats: Record<ImageFormat, FormatRule> = {
  jpeg: { signatures: [[0, '\xff\xd8\xff']], inspect: inspectJpeg },
  png: { signatures: [[0, '\x89PNG\r\n\x1a\n']], inspect: inspectPng },
  webp: {
    signatures: [
      [0, 'RIFF'],
      [8, 'WEBP'],
    ],
    inspect: inspectWebp,
  },
  tiff: { signatures: [[0, 'II*\0', 'II+\0', 'MM\0*', 'MM\0+']], inspect: inspectTiff },
  gif: { signatures: [[0, 'GIF87a', 'GIF89a']], inspect: inspectGif },
  pnm: {
    signatures: [
      [0, 'P1', 'P2', 'P3', 'P4', 'P5', 'P6'],
      [2, '\n', '\r', ' ', '\t', '#'],
    ],
    inspect: inspectPnm,
  },
};

/** Pictures of other kinds, to name them in the error. */
const otherFormats: ReadonlyArray<readonly [name: string, signature: Signature]> = [
  ['BMP', [0, 'BM']],
  ['HEIF or AVIF', [4, 'ftyphei', 'ftypmif1', 'ftypmsf1', 'ftypavi']],
  ['JPEG 2000', [0, '\0\0\0\x0cjP  ', '\xff\x4f\xff\x51']],
  ['JPEG XL', [0, '\xff\x0a', '\0\0\0\x0cJXL ']],
  ['DICOM', [128, 'DICM']],
  ['SVG', [0, '<svg', '<?xml']],
  ['PAM or PFM', [0, 'P7\n', 'PF\n', 'Pf\n']],
  ['PDF', [0, '%PDF-']],
];

const headerBytes = 512;

function bears(header: string, [at, ...texts]: Signature): boolean {
  return texts.some((text) => header.startsWith(text, at));
}

/** The format by the file's first bytes, whatever its name; undefined when it is none that is read. */
export function formatOf(bytes: Uint8Array): ImageFormat | undefined {
  const header = latin1(bytes, 0, headerBytes);
  return imageFormats.find((format) => formats[format].signatures.every((text) => bears(header, text)));
}

/** The name of a picture format that is not read, undefined when the bytes look like no picture at all. */
export function unreadFormatOf(bytes: Uint8Array): string | undefined {
  const header = latin1(bytes, 0, headerBytes);
  return otherFormats.find(([, signature]) => bears(header, signature))?.[0];
}

export function inspect(bytes: Uint8Array, format: ImageFormat): Inspection {
  return formats[format].inspect(bytes);
}
