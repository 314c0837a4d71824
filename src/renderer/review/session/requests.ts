import type { Verdict } from '../../../shared/api/images.ts';
import { unpackBits } from '../../../shared/mask-bits.ts';
import { call, getBytes } from '../../api/client.ts';
import type { Raster } from '../../viewer/raster.ts';
import type { Size } from '../../viewer/transform.ts';
import type { Patch } from '../mask/patch.ts';

/** @throws ServiceError */
export const getReview = (imageId: number, signal: AbortSignal) =>
  call('GET /review/:id', { params: { id: imageId }, signal });

/** A stored mask's pixels. @throws ServiceError */
export async function getMask(
  maskId: number,
  { width, height }: Size,
  signal?: AbortSignal,
): Promise<Raster> {
  const bits = await getBytes(`/review/masks/${maskId}/bits`, signal);
  return { width, height, data: unpackBits(bits, width * height) };
}

/** The bits of one of a draft's edits. @throws ServiceError */
export const getEditBits = (imageId: number, position: number, signal: AbortSignal) =>
  getBytes(`/review/${imageId}/edits/${position}`, signal);

/** @throws ServiceError */
export async function postEdit(
  imageId: number,
  {
    baseMaskId,
    position,
    label,
    patch,
  }: { baseMaskId: number; position: number; label: string; patch: Patch },
): Promise<void> {
  await call('POST /review/:id/edits', {
    params: { id: imageId },
    query: { baseMaskId, position, label, ...patch.rectangle },
    body: await deflate(patch.bits),
  });
}

/** @throws ServiceError */
export const putCursor = (imageId: number, cursor: number) =>
  call('PUT /review/:id/cursor', { params: { id: imageId }, body: { cursor } });

/** @throws ServiceError */
export async function postVersion(imageId: number): Promise<void> {
  await call('POST /review/:id/versions', { params: { id: imageId } });
}

/** @throws ServiceError */
export const putVerdict = (imageId: number, verdict: Verdict | null) =>
  call('PUT /review/:id/verdict', { params: { id: imageId }, body: { verdict } });

function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const compressed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Response(compressed).arrayBuffer();
}
