import { type Inspection, latin1, type MetadataKind, viewOf } from './inspection.ts';

const chunkKinds: ReadonlyMap<string, MetadataKind> = new Map([
  ['EXIF', 'EXIF'],
  ['XMP ', 'XMP'],
  ['ICCP', 'ICC profile'],
]);

/** Walks the chunks of a WebP file (RFC 9649). */
export function inspectWebp(bytes: Uint8Array): Inspection {
  const view = viewOf(bytes);
  const metadata = new Set<MetadataKind>();
  for (let at = 12; at + 8 <= bytes.length; ) {
    const kind = chunkKinds.get(latin1(bytes, at, at + 4));
    if (kind) metadata.add(kind);
    const size = view.getUint32(at + 4, true);
    at += 8 + size + (size % 2);
  }
  return { complete: bytes.length >= 12 && view.getUint32(4, true) + 8 <= bytes.length, metadata };
}
