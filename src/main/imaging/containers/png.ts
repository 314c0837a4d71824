import { crc32 } from 'node:zlib';
import { type Inspection, latin1, type MetadataKind, viewOf } from './inspection.ts';
import { exifKinds } from './tiff.ts';

export const pngSignature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

export interface PngChunk {
  /** Four letters: "IHDR". */
  readonly type: string;
  readonly data: Uint8Array;
}

/** The chunks of a PNG file in their order, up to the last whole one. */
export function readPngChunks(bytes: Uint8Array): PngChunk[] {
  const view = viewOf(bytes);
  const chunks: PngChunk[] = [];
  let at = pngSignature.length;
  while (at + 12 <= bytes.length) {
    const end = at + 12 + view.getUint32(at);
    if (end > bytes.length) break;
    chunks.push({ type: latin1(bytes, at + 4, at + 8), data: bytes.subarray(at + 8, end - 4) });
    at = end;
  }
  return chunks;
}

export function writePng(chunks: readonly PngChunk[]): Uint8Array {
  return Buffer.concat([pngSignature, ...chunks.map(writeChunk)]);
}

function writeChunk({ type, data }: PngChunk): Uint8Array {
  const chunk = Buffer.alloc(data.length + 12);
  chunk.writeUInt32BE(data.length, 0);
  chunk.write(type, 4, 'latin1');
  chunk.set(data, 8);
  chunk.writeUInt32BE(crc32(chunk.subarray(4, data.length + 8)), data.length + 8);
  return chunk;
}

/** The chunks that the pixels need. */
const pixelChunks = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);

/** Leaves only the chunks that the pixels need. */
export function stripPng(bytes: Uint8Array): Uint8Array {
  return writePng(readPngChunks(bytes).filter((chunk) => pixelChunks.has(chunk.type)));
}

const textChunks = new Set(['tEXt', 'zTXt', 'iTXt']);

/** Chunks that describe how to show the pixels and nothing about their subject. */
const renderingChunks = new Set(['gAMA', 'cHRM', 'sRGB', 'cICP', 'sBIT', 'bKGD', 'pHYs', 'hIST']);

function kindsOf({ type, data }: PngChunk): MetadataKind[] {
  if (pixelChunks.has(type) || renderingChunks.has(type)) return [];
  if (type === 'eXIf') return exifKinds(data);
  if (type === 'iCCP') return ['ICC profile'];
  if (!textChunks.has(type)) return ['other'];
  return latin1(data, 0, 17) === 'XML:com.adobe.xmp' ? ['XMP'] : ['text'];
}

export function inspectPng(bytes: Uint8Array): Inspection {
  const chunks = readPngChunks(bytes);
  return { complete: chunks.at(-1)?.type === 'IEND', metadata: new Set(chunks.flatMap(kindsOf)) };
}
