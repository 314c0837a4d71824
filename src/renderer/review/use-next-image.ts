import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ImageItem } from '../../shared/api/images.ts';
import { fileUrl } from '../api/client.ts';
import { reviewQuery } from '../api/queries.ts';
import { neighbour } from './filter.ts';

/** So long after an image was opened its neighbour is read ahead, in milliseconds. */
const pause = 1000;

/** Has the next photograph and its maps in the browser's cache by the time they are asked for. */
export function useNextImage(listed: readonly ImageItem[], current: number | undefined): void {
  const client = useQueryClient();
  const next = neighbour(listed, current, 1);
  const id = next?.id;
  const photo = next && fileUrl(next.sha256, next.extension);
  useEffect(() => {
    if (id === undefined || photo === undefined) return;
    const abort = new AbortController();
    const read = async () => {
      const { image, probability } = await client.fetchQuery(reviewQuery(id));
      const files = [
        photo,
        fileUrl(image.fov.sha256, 'png'),
        ...(probability ? [fileUrl(probability.sha256, 'png')] : []),
      ];
      for (const file of files)
        await (await fetch(file, { signal: abort.signal, priority: 'low' })).arrayBuffer();
    };
    // What cannot be read ahead is read, and its failure told, when it is asked for.
    const timer = setTimeout(() => read().catch(() => {}), pause);
    return () => {
      clearTimeout(timer);
      abort.abort();
    };
  }, [client, id, photo]);
}
