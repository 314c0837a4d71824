import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { ImageItem, Verdict } from '../../shared/api/images.ts';
import { fileUrl } from '../api/client.ts';
import { reviewQuery } from '../api/queries.ts';
import { useAction } from '../ui/use-action.tsx';
import { startJob } from '../ui/work/jobs.ts';
import { countReviewed, filterImages, hasMask, neighbour, noFilter, type ReviewFilter } from './filter.ts';
import { putVerdict } from './session/requests.ts';
import { reviewQueue } from './session/send-queue.ts';

export interface ReviewActions {
  select(id: number): void;
  go(step: 1 | -1): void;
  /** Gives the image in hand the verdict, and goes on to the next. */
  give(verdict: Verdict): void;
  takeBack(): void;
}

/** Which image is in hand, which are listed, and what is said of them. The address names the image. */
export function useReview(known: readonly ImageItem[], beforeVerdict: () => void) {
  const { images, note } = useVerdicts(known);
  const navigate = useNavigate();
  const search = useSearch({ from: '/review' });
  const [filter, setFilter] = useState<ReviewFilter>(noFilter);
  const image = images.find(({ id }) => id === search.image) ?? firstOf(images, filter);
  const current = image?.id;
  const listed = useMemo(() => filterImages(images, filter, current), [images, filter, current]);
  const select = useCallback(
    (id: number) => void navigate({ to: '/review', search: { image: id }, replace: true }),
    [navigate],
  );
  const say = (verdict: Verdict | null) => {
    if (!image) return;
    beforeVerdict();
    reviewQueue.add({ imageId: image.id, kind: 'verdict', send: () => putVerdict(image.id, verdict) });
    note(image.id, verdict);
  };
  const actions: ReviewActions = {
    select,
    go: (step) => {
      const next = neighbour(listed, current, step);
      if (next) select(next.id);
    },
    give: (verdict) => {
      // Without a mask there is nothing to accept.
      if (!image || (verdict === 'accepted' && !hasMask(image))) return;
      const next = neighbour(listed, current, 1);
      say(verdict);
      // Named in the address, the image stays in hand even if the filter does not list it any more.
      select((next ?? image).id);
      if (!next) tellEnd(images.map((one) => (one === image ? { ...one, verdict } : one)));
    },
    takeBack: () => say(null),
  };
  return { images, image, listed, filter, setFilter, actions };
}

const firstOf = (images: readonly ImageItem[], filter: ReviewFilter) =>
  filterImages(images, filter, undefined)[0];

function tellEnd(images: readonly ImageItem[]): void {
  const reviewed = countReviewed(images);
  notifications.show({
    id: 'review-end',
    title: 'That was the last image of the list',
    message: `${reviewed} of ${images.length} images are reviewed`,
    color: reviewed === images.length ? 'green' : 'gray',
  });
}

/** The images with what was said of them just now, which the service may not know yet. */
function useVerdicts(known: readonly ImageItem[]) {
  const [said, setSaid] = useState<ReadonlyMap<number, Verdict | null>>(new Map());
  useEffect(() => {
    const isAllSent = reviewQueue.state.value.unsent === 0;
    setSaid((before) => {
      const verdicts = new Map(known.map(({ id, verdict }) => [id, verdict]));
      const rest = [...before].filter(([id, verdict]) => !isAllSent && verdicts.get(id) !== verdict);
      return rest.length === before.size ? before : new Map(rest);
    });
  }, [known]);
  const images = useMemo(
    () => known.map((image) => ({ ...image, verdict: verdictOf(image, said) })),
    [known, said],
  );
  const note = (id: number, verdict: Verdict | null) => setSaid((before) => new Map(before).set(id, verdict));
  return { images, note };
}

function verdictOf({ id, verdict }: ImageItem, said: ReadonlyMap<number, Verdict | null>): Verdict | null {
  const own = said.get(id);
  return own === undefined ? verdict : own;
}

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

export interface Extraction {
  /** Queues the extraction of the vessels of images, by name. */
  start(images: string[]): void;
  readonly isStarting: boolean;
}

export function useExtraction(): Extraction {
  const { run, isRunning } = useAction((images: string[]) =>
    startJob({ kind: 'segment', options: { images } }),
  );
  return { start: (images) => void run(images), isStarting: isRunning };
}
