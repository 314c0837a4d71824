import { type Inspection, latin1, type MetadataKind, viewOf } from './inspection.ts';
import { inspectJpeg } from './jpeg.ts';
import { inspectPng } from './png.ts';
import { exifKinds, inspectTiff } from './tiff.ts';

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

function webpKinds(type: string, data: Uint8Array): MetadataKind[] {
  if (type === 'EXIF') return exifKinds(data);
  if (type === 'XMP ') return ['XMP'];
  return type === 'ICCP' ? ['ICC profile'] : [];
}

/** Walks the chunks of a WebP file (RFC 9649). */
function inspectWebp(bytes: Uint8Array): Inspection {
  const view = viewOf(bytes);
  const metadata = new Set<MetadataKind>();
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    const data = bytes.subarray(at + 8, at + 8 + size);
    for (const kind of webpKinds(latin1(bytes, at, at + 4), data)) metadata.add(kind);
    at += 8 + size + (size % 2);
  }
  return { complete: bytes.length >= 12 && view.getUint32(4, true) + 8 <= bytes.length, metadata };
}

const gifBlocks = { extension: 0x21, image: 0x2c, trailer: 0x3b };
const gifLabels = { comment: 0xfe, plainText: 0x01, application: 0xff };

function colourTableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** The position after a chain of data sub-blocks. */
function skipSubBlocks(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let size = bytes[at]; size !== undefined && size > 0; size = bytes[at]) at += size + 1;
  return at + 1;
}

function gifExtensionKind(bytes: Uint8Array, at: number): MetadataKind | undefined {
  const label = bytes[at + 1];
  if (label === gifLabels.comment) return 'comment';
  if (label === gifLabels.plainText) return 'text';
  if (label !== gifLabels.application) return undefined;
  const application = latin1(bytes, at + 3, at + 14);
  if (application.startsWith('XMP Data')) return 'XMP';
  if (application.startsWith('ICCRGBG1')) return 'ICC profile';
  return /^(NETSCAPE|ANIMEXTS)/.test(application) ? undefined : 'other';
}

/** Walks the blocks of a GIF file (GIF89a specification). */
function inspectGif(bytes: Uint8Array): Inspection {
  const metadata = new Set<MetadataKind>();
  let at = 13 + colourTableBytes(bytes[10] ?? 0);
  while (at < bytes.length) {
    const block = bytes[at];
    if (block === gifBlocks.extension) {
      const kind = gifExtensionKind(bytes, at);
      if (kind) metadata.add(kind);
      at = skipSubBlocks(bytes, at + 2);
    } else if (block === gifBlocks.image) {
      at = skipSubBlocks(bytes, at + 11 + colourTableBytes(bytes[at + 9] ?? 0));
    } else {
      return { complete: block === gifBlocks.trailer, metadata };
    }
  }
  return { complete: false, metadata };
}
