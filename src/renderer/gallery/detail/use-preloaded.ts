import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { fileUrl } from '../../api/client.ts';
import { syntheticDetailQuery } from '../../api/queries.ts';

/** Reads what the next image will show, so that it is there when its turn comes. */
export function usePreloaded(id: number | null): void {
  const client = useQueryClient();
  useEffect(() => {
    if (id === null) return;
    void client
      .ensureQueryData(syntheticDetailQuery(id))
      .then(({ sha256 }) => {
        new Image().src = fileUrl(sha256, 'png');
      })
      // The detail view asks again, and shows what went wrong.
      .catch(() => undefined);
  }, [client, id]);
}
