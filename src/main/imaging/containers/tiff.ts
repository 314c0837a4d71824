import { type Inspection, latin1, type MetadataKind, viewOf } from './inspection.ts';

interface TiffEntry {
  readonly type: number;
  readonly count: number;
  /** Where the value is: in the entry itself when it takes at most four bytes. */
  readonly offset: number;
}

interface Directory {
  readonly entries: ReadonlyMap<number, TiffEntry>;
  readonly littleEndian: boolean;
}

/** Bytes of one value, by TIFF 6.0 field type (and IFD, 13). */
const typeSizes = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4];

const tags = { stripOffsets: 273, stripByteCounts: 279, tileOffsets: 324, tileByteCounts: 325, gps: 34853 };

/** Tags that say something beside the pixels: TIFF 6.0, TIFF/EP and Adobe's TIFF technical notes. */
const metadataTags: ReadonlyMap<number, MetadataKind> = new Map([
  ...[269, 270, 271, 272, 285, 305, 306, 315, 316, 33432].map((tag) => [tag, 'text'] as const),
  [700, 'XMP'],
  [33723, 'IPTC'],
  [34377, 'IPTC'], // Photoshop's image resources, which carry IPTC
  [37724, 'other'], // Photoshop's layers
  [34665, 'EXIF'],
  [34675, 'ICC profile'],
  [34853, 'GPS'],
]);

/** The first directory of a classic TIFF, undefined when the bytes end before it or a value of it does. */
function readDirectory(bytes: Uint8Array): Directory | undefined {
  if (bytes.length < 8) return undefined;
  const littleEndian = latin1(bytes, 0, 2) === 'II';
  const view = viewOf(bytes);
  const start = view.getUint32(4, littleEndian);
  if (start + 2 > bytes.length) return undefined;
  const count = view.getUint16(start, littleEndian);
  const end = start + 2 + count * 12;
  if (end + 4 > bytes.length) return undefined; // The offset of the next directory is its last part.
  const entries = new Map<number, TiffEntry>();
  for (let at = start + 2; at < end; at += 12) {
    const type = view.getUint16(at + 2, littleEndian);
    const values = view.getUint32(at + 4, littleEndian);
    const size = (typeSizes[type] ?? 0) * values;
    const offset = size <= 4 ? at + 8 : view.getUint32(at + 8, littleEndian);
    if (offset + size > bytes.length) return undefined;
    entries.set(view.getUint16(at, littleEndian), { type, count: values, offset });
  }
  return { entries, littleEndian };
}

const short = 3;
const long = 4;

/** The values of an entry of SHORTs or LONGs; none where there is no such entry. */
function readIntegers(bytes: Uint8Array, { entries, littleEndian }: Directory, tag: number): number[] {
  const entry = entries.get(tag);
  if (entry?.type !== short && entry?.type !== long) return [];
  const view = viewOf(bytes);
  return Array.from({ length: entry.count }, (_, i) =>
    entry.type === short
      ? view.getUint16(entry.offset + i * 2, littleEndian)
      : view.getUint32(entry.offset + i * 4, littleEndian),
  );
}

function hasAllPixels(bytes: Uint8Array, directory: Directory): boolean {
  const pairs = [
    [tags.stripOffsets, tags.stripByteCounts],
    [tags.tileOffsets, tags.tileByteCounts],
  ] as const;
  return pairs.every(([offsetTag, countTag]) => {
    const counts = readIntegers(bytes, directory, countTag);
    return readIntegers(bytes, directory, offsetTag).every(
      (offset, i) => offset + (counts[i] ?? 0) <= bytes.length,
    );
  });
}

/** Looks at the first picture. A BigTIFF's 64-bit structure is left to the decoder. */
export function inspectTiff(bytes: Uint8Array): Inspection {
  if (isBigTiff(bytes)) return { complete: true, metadata: new Set(['other']) };
  const directory = readDirectory(bytes);
  if (!directory) return { complete: false, metadata: new Set() };
  const metadata = new Set<MetadataKind>();
  for (const tag of directory.entries.keys()) {
    const kind = metadataTags.get(tag);
    if (kind) metadata.add(kind);
  }
  return { complete: hasAllPixels(bytes, directory), metadata };
}

function isBigTiff(bytes: Uint8Array): boolean {
  return bytes[2] === 43 || bytes[3] === 43;
}

/** What a block of EXIF data says: it is a TIFF file without pixels, and may begin with the marker that JPEG needs. */
export function exifKinds(block: Uint8Array): MetadataKind[] {
  const exif = latin1(block, 0, 4) === 'Exif' ? block.subarray(6) : block;
  return readDirectory(exif)?.entries.has(tags.gps) ? ['EXIF', 'GPS'] : ['EXIF'];
}
