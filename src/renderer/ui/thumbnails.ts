import { maxThumbnails } from '../../shared/api/images.ts';
import type { Sha256 } from '../../shared/domain.ts';
import { getBytes } from '../api/client.ts';
import { Batches } from './batches.ts';
import { type Load, LoadQueue } from './load-queue.ts';

/** Where a thumbnail comes from. */
export interface ThumbnailSource {
  /** A stored thumbnail, which is loaded together with others; null where there is none yet. */
  readonly sha256: Sha256 | null;
  /** What is loaded instead of it. */
  readonly url: string;
}

/** More than the largest screen shows at once of them, and a few megabytes. */
const maxKept = 1000;
const kept = new Map<string, string>();

/** What comes into sight waits for no more than the two requests that are under way. */
const together = new LoadQueue(2 * maxThumbnails);
/** As many as a browser has connections for, less one for events. */
const alone = new LoadQueue(5);
const batches = new Batches(maxThumbnails, loadAll);

/** The address of a picture that is in memory. */
export const keptUrl = ({ sha256, url }: ThumbnailSource): string | undefined => kept.get(sha256 ?? url);

/**
 * Loads a picture when its turn comes.
 * @returns what withdraws it while it has not begun
 */
export function queueThumbnail(
  { sha256, url }: ThumbnailSource,
  isInSight: Load['isInSight'],
  onLoad: (url: string) => void,
): () => void {
  const queue = sha256 === null ? alone : together;
  return queue.add({
    isInSight,
    start: async () => {
      const key = sha256 ?? url;
      const loaded = kept.get(key) ?? (await (sha256 === null ? loadAlone(url) : batches.load(sha256)));
      keep(key, loaded);
      onLoad(loaded);
    },
  });
}

async function loadAll(hashes: readonly Sha256[]): Promise<(string | null)[]> {
  const bytes = await getBytes(`/thumbnails?of=${hashes.join(',')}`);
  const view = new DataView(bytes.buffer);
  let end = 0;
  return hashes.map(() => {
    const start = end + Uint32Array.BYTES_PER_ELEMENT;
    end = start + view.getUint32(end);
    if (start === end) return null;
    return URL.createObjectURL(new Blob([bytes.subarray(start, end)], { type: 'image/jpeg' }));
  });
}

/** The browser keeps it, so that it is drawn at once afterwards. */
async function loadAlone(url: string): Promise<string> {
  const picture = new Image();
  picture.src = url;
  await picture.decode();
  return url;
}

function keep(key: string, url: string): void {
  kept.set(key, url);
  for (const [oldest, oldestUrl] of kept) {
    if (kept.size <= maxKept) return;
    kept.delete(oldest);
    URL.revokeObjectURL(oldestUrl);
  }
}
