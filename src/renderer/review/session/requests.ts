import type { MaskVersion, Verdict } from '../../../shared/api/images.ts';
import type { ReviewDetail } from '../../../shared/api/review.ts';
import { unpackBits } from '../../../shared/mask-bits.ts';
import { get, getBytes, send, sendBytes } from '../../api/client.ts';
import type { Raster } from '../../viewer/raster.ts';
import type { Size } from '../../viewer/transform.ts';
import type { Patch } from '../mask/patch.ts';

/** @throws ServiceError */
export const getReview = (imageId: number, signal: AbortSignal) =>
  get<ReviewDetail>(`/review/${imageId}`, signal);

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
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries({ baseMaskId, position, label, ...patch.rectangle }))
    query.set(name, `${value}`);
  await sendBytes<undefined>('POST', `/review/${imageId}/edits?${query}`, await deflate(patch.bits));
}

/** @throws ServiceError */
export const putCursor = (imageId: number, cursor: number) =>
  send<undefined>('PUT', `/review/${imageId}/cursor`, { cursor });

/** @throws ServiceError */
export async function postVersion(imageId: number): Promise<void> {
  await send<MaskVersion>('POST', `/review/${imageId}/versions`);
}

/** @throws ServiceError */
export const putVerdict = (imageId: number, verdict: Verdict | null) =>
  send<undefined>('PUT', `/review/${imageId}/verdict`, { verdict });

function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const compressed = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate-raw'));
  return new Response(compressed).arrayBuffer();
}
