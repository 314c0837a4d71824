import { type Inspection, latin1, type MetadataKind, viewOf } from './inspection.ts';
import { exifKinds } from './tiff.ts';

const marker = {
  tem: 0x01,
  rst0: 0xd0,
  rst7: 0xd7,
  soi: 0xd8,
  eoi: 0xd9,
  sos: 0xda,
  app0: 0xe0,
  app15: 0xef,
  com: 0xfe,
};

/** One marker segment; a scan's entropy-coded data belongs to its start-of-scan segment. */
interface Segment {
  readonly marker: number;
  /** From the 0xFF of the marker to the next segment's. */
  readonly bytes: Uint8Array;
}

interface JpegStructure {
  /** From start of image up to end of image, which is the last one in a complete file. */
  readonly segments: readonly Segment[];
  readonly complete: boolean;
  /** The number of bytes after the end of image. */
  readonly trailing: number;
}

/** Splits a JPEG file (ITU-T T.81, annex B) into segments; bytes that belong to none are left out. */
function readStructure(bytes: Uint8Array): JpegStructure {
  const segments: Segment[] = [];
  let at = 0;
  while (true) {
    at = findMarker(bytes, at);
    const code = bytes[at + 1];
    if (code === undefined) return { segments, complete: false, trailing: 0 };
    const end = segmentEnd(bytes, at, code);
    if (end > bytes.length) return { segments, complete: false, trailing: 0 };
    segments.push({ marker: code, bytes: bytes.subarray(at, end) });
    if (code === marker.eoi) return { segments, complete: true, trailing: bytes.length - end };
    at = end;
  }
}

/** The position of the next 0xFF with a marker code after it; the end of the bytes when there is none. */
function findMarker(bytes: Uint8Array, from: number): number {
  let at = from;
  while (true) {
    at = bytes.indexOf(0xff, at);
    if (at < 0) return bytes.length;
    const code = bytes[at + 1];
    if (code !== 0 && code !== 0xff) return at;
    at++;
  }
}

function segmentEnd(bytes: Uint8Array, at: number, code: number): number {
  if (isStandalone(code)) return at + 2;
  if (at + 4 > bytes.length) return Number.POSITIVE_INFINITY;
  const end = at + 2 + viewOf(bytes).getUint16(at + 2);
  return code === marker.sos ? scanEnd(bytes, end) : end;
}

function isStandalone(code: number): boolean {
  return code === marker.tem || (code >= marker.rst0 && code <= marker.eoi);
}

function scanEnd(bytes: Uint8Array, from: number): number {
  let at = findMarker(bytes, from);
  for (let code = bytes[at + 1]; code !== undefined && code >= marker.rst0 && code <= marker.rst7; ) {
    at = findMarker(bytes, at + 2);
    code = bytes[at + 1];
  }
  return at;
}

function isApplicationData(code: number): boolean {
  return code >= marker.app0 && code <= marker.app15;
}

function isFrameHeader(code: number): boolean {
  return code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;
}

function kindsOf(segment: Segment): MetadataKind[] {
  const { marker: code, bytes } = segment;
  if (code === marker.com) return ['comment'];
  if (!isApplicationData(code)) return [];
  const payload = bytes.subarray(4);
  const label = latin1(payload, 0, 32);
  if (label.startsWith('JFIF\0')) return payload.length > 14 ? ['thumbnail'] : [];
  if (label.startsWith('JFXX\0')) return ['thumbnail'];
  if (code === 0xee && label.startsWith('Adobe')) return [];
  if (label.startsWith('Exif\0')) return exifKinds(payload);
  if (label.startsWith('http://ns.adobe.com/')) return ['XMP'];
  if (label.startsWith('ICC_PROFILE\0')) return ['ICC profile'];
  if (label.startsWith('Photoshop 3.0\0')) return ['IPTC'];
  return ['other'];
}

export function inspectJpeg(bytes: Uint8Array): Inspection {
  const { segments, complete, trailing } = readStructure(bytes);
  const metadata = new Set(segments.flatMap(kindsOf));
  if (trailing > 0) metadata.add('other');
  return { complete, metadata };
}

/** JFIF 1.01 without density or thumbnail: "the three channels are YCbCr". */
const jfif = Uint8Array.of(0xff, 0xe0, 0, 16, 0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0);

/** Adobe's segment, which says how the channels are to be read: 0 as they are, 1 YCbCr, 2 YCCK. */
function adobe(transform: number): Uint8Array {
  return Uint8Array.of(0xff, 0xee, 0, 14, 0x41, 0x64, 0x6f, 0x62, 0x65, 0, 100, 0, 0, 0, 0, transform);
}

/**
 * The segment that a decoder needs to know the colour space, the same for every file with the same meaning
 * (the rules are libjpeg's, jdapimin.c), so that files that differ in metadata alone become the same bytes.
 */
function colourSegment(segments: readonly Segment[]): Uint8Array | undefined {
  const frame = segments.find((segment) => isFrameHeader(segment.marker))?.bytes;
  const channels = frame?.[9] ?? 0;
  const labelled = (code: number, label: string) =>
    segments.find((segment) => segment.marker === code && latin1(segment.bytes, 4, 9) === label);
  const transform = labelled(0xee, 'Adobe')?.bytes[15];
  if (channels === 4) return transform === undefined ? undefined : adobe(transform);
  if (channels !== 3 || labelled(marker.app0, 'JFIF\0')) return jfif;
  const identifiers = [frame?.[10], frame?.[13], frame?.[16]].join();
  const isRgb = transform === undefined ? identifiers === '82,71,66' : transform === 0;
  return isRgb ? adobe(0) : jfif;
}

/**
 * Leaves only what decoding needs, the pixels untouched: no comments, no application data, nothing after the end
 * of the image. The bytes must be a complete JPEG file.
 */
export function stripJpeg(bytes: Uint8Array): Uint8Array {
  const { segments } = readStructure(bytes);
  const [start, ...rest] = segments.filter(
    ({ marker: code }) => !isApplicationData(code) && code !== marker.com,
  );
  const parts = [start?.bytes, colourSegment(segments), ...rest.map((segment) => segment.bytes)];
  return Buffer.concat(parts.filter((part) => part !== undefined));
}
