import { type Inspection, latin1, type MetadataKind, viewOf } from './inspection.ts';
import { exifKinds } from './tiff.ts';

function kindsOf(type: string, data: Uint8Array): MetadataKind[] {
  if (type === 'EXIF') return exifKinds(data);
  if (type === 'XMP ') return ['XMP'];
  return type === 'ICCP' ? ['ICC profile'] : [];
}

/** Walks the chunks of a WebP file (RFC 9649). */
export function inspectWebp(bytes: Uint8Array): Inspection {
  const view = viewOf(bytes);
  const metadata = new Set<MetadataKind>();
  for (let at = 12; at + 8 <= bytes.length; ) {
    const size = view.getUint32(at + 4, true);
    const data = bytes.subarray(at + 8, at + 8 + size);
    for (const kind of kindsOf(latin1(bytes, at, at + 4), data)) metadata.add(kind);
    at += 8 + size + (size % 2);
  }
  return { complete: bytes.length >= 12 && view.getUint32(4, true) + 8 <= bytes.length, metadata };
}
