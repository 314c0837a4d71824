/** What a file says beside its pixels, by the names that a person knows. */
export const metadataKinds = [
  'EXIF',
  'GPS',
  'XMP',
  'IPTC',
  'ICC profile',
  'comment',
  'text',
  'thumbnail',
  'other',
] as const;
export type MetadataKind = (typeof metadataKinds)[number];

/** What the structure of an image file tells without decoding a pixel. */
export interface Inspection {
  /** False when the file ends before its format says that it does. */
  readonly complete: boolean;
  readonly metadata: ReadonlySet<MetadataKind>;
}

export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The bytes of [start, end) as Latin-1 text. */
export function latin1(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1', start, end);
}
