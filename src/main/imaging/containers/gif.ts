import { type Inspection, latin1, type MetadataKind } from './inspection.ts';

const blocks = { extension: 0x21, image: 0x2c, trailer: 0x3b };
const labels = { comment: 0xfe, plainText: 0x01, application: 0xff };

function colourTableBytes(flags: number): number {
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}

/** The position after a chain of data sub-blocks. */
function skipSubBlocks(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let size = bytes[at]; size !== undefined && size > 0; size = bytes[at]) at += size + 1;
  return at + 1;
}

function extensionKind(bytes: Uint8Array, at: number): MetadataKind | undefined {
  const label = bytes[at + 1];
  if (label === labels.comment) return 'comment';
  if (label === labels.plainText) return 'text';
  if (label !== labels.application) return undefined;
  const application = latin1(bytes, at + 3, at + 14);
  if (application.startsWith('XMP Data')) return 'XMP';
  if (application.startsWith('ICCRGBG1')) return 'ICC profile';
  return /^(NETSCAPE|ANIMEXTS)/.test(application) ? undefined : 'other';
}

/** Walks the blocks of a GIF file (GIF89a specification). */
export function inspectGif(bytes: Uint8Array): Inspection {
  const metadata = new Set<MetadataKind>();
  let at = 13 + colourTableBytes(bytes[10] ?? 0);
  while (at < bytes.length) {
    const block = bytes[at];
    if (block === blocks.extension) {
      const kind = extensionKind(bytes, at);
      if (kind) metadata.add(kind);
      at = skipSubBlocks(bytes, at + 2);
    } else if (block === blocks.image) {
      at = skipSubBlocks(bytes, at + 11 + colourTableBytes(bytes[at + 9] ?? 0));
    } else {
      return { complete: block === blocks.trailer, metadata };
    }
  }
  return { complete: false, metadata };
}
