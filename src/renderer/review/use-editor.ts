import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ReviewDetail } from '../../shared/api/review.ts';
import { reviewQuery } from '../api/queries.ts';
import { Photograph } from './canvas/photograph.ts';
import { Editor } from './editor.ts';
import { EditSession } from './session/edit-session.ts';
import { loadParts, loadPhoto } from './session/load.ts';
import { getReview } from './session/requests.ts';
import { reviewQueue } from './session/review-queue.ts';
import type { EditorSettings } from './settings.ts';
import type { Store } from './store.ts';

export type Loaded =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'unmasked' }
  | { readonly status: 'ready'; readonly editor: Editor };

const loading: Loaded = { status: 'loading' };

/**
 * The editor of an image's mask. It begins anew when the image, its first mask or its prediction is another; what a
 * person edits never makes it do so. When it ends its state is saved as a version.
 */
export function useEditor(imageId: number, settings: Store<EditorSettings>) {
  const { data: detail, error, refetch } = useQuery(reviewQuery(imageId));
  const [loaded, setLoaded] = useState(loading);
  const [attempt, setAttempt] = useState(0);
  const key = detail && `${attempt} ${identityOf(detail)}`;
  useEffect(() => {
    if (key === undefined) return;
    const abort = new AbortController();
    let editor: Editor | null = null;
    const show = (result: Loaded) => {
      if (!abort.signal.aborted) setLoaded(result);
    };
    show(loading);
    createEditor(imageId, settings, abort.signal).then(
      (created) => {
        if (abort.signal.aborted) created?.dispose();
        else editor = created;
        show(created ? { status: 'ready', editor: created } : { status: 'unmasked' });
      },
      (cause: unknown) => show({ status: 'failed', error: cause }),
    );
    return () => {
      abort.abort();
      editor?.dispose();
      editor?.session.saveVersion();
    };
  }, [imageId, settings, key]);
  const retry = () => {
    void refetch();
    setAttempt(attempt + 1);
  };
  const failed: Loaded = { status: 'failed', error };
  return { detail, loaded: error && !detail ? failed : loaded, retry };
}

const identityOf = ({ image, draft, mask, probability, annotation }: ReviewDetail) =>
  [image.id, draft?.baseMaskId ?? mask?.id, probability?.sha256, annotation?.id].join(' ');

/** @returns null when the image has no mask. @throws ServiceError */
async function createEditor(
  imageId: number,
  settings: Store<EditorSettings>,
  signal: AbortSignal,
): Promise<Editor | null> {
  await reviewQueue.flush(imageId);
  const detail = await getReview(imageId, signal);
  const photo = loadPhoto(detail, signal);
  // What comes first may fail first; the other is then nobody's.
  photo.catch(() => {});
  const parts = await loadParts(detail, signal);
  if (!parts) {
    void photo.then((bitmap) => bitmap.close());
    return null;
  }
  const bitmap = await photo;
  signal.throwIfAborted();
  const photograph = new Photograph(bitmap, parts.fov, detail.image.fovDiameter);
  const session = new EditSession(parts, reviewQueue);
  return new Editor(session, photograph, settings, detail.probability?.threshold ?? 0.5);
}
