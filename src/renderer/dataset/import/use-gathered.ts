import { useEffect, useRef, useState } from 'react';
import type { ImportSource } from '../../ui/file-source.ts';
import { type Gathered, type Gathering, gather } from './gather.ts';
import { removeUpload } from './upload.ts';

export type GatheredState =
  | Gathering
  | { readonly stage: 'ready'; readonly gathered: Gathered }
  | { readonly stage: 'failed'; readonly error: unknown };

/**
 * Gathers the source while the component is mounted. What was uploaded is removed with it, unless `keepUpload` was
 * called because a job has taken it over.
 */
export function useGathered(source: ImportSource): { state: GatheredState; keepUpload: () => void } {
  const [state, setState] = useState<GatheredState>({ stage: 'walking' });
  const isKept = useRef(false);
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    const show = (next: GatheredState) => {
      if (!signal.aborted) setState(next);
    };
    const gathering = gather(source, signal, show);
    gathering.then(
      (gathered) => show({ stage: 'ready', gathered }),
      (error: unknown) => show({ stage: 'failed', error }),
    );
    return () => {
      controller.abort();
      void gathering
        .then(({ upload }) => (upload && !isKept.current ? removeUpload(upload.id) : undefined))
        .catch(() => undefined);
    };
  }, [source]);
  return {
    state,
    keepUpload: () => {
      isKept.current = true;
    },
  };
}
