import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useCallback, useMemo, useState } from 'react';
import type { ImageItem, Verdict } from '../../shared/api/images.ts';
import { imagesQuery } from '../api/queries.ts';
import { countReviewed, filterImages, hasMask, neighbour, noFilter, type ReviewFilter } from './filter.ts';
import { putVerdict } from './session/requests.ts';
import { reviewQueue } from './session/review-queue.ts';

export interface ReviewActions {
  select(id: number): void;
  go(step: 1 | -1): void;
  /** Says it of the image in hand, and goes on to the next. */
  judge(verdict: Verdict): void;
  takeBack(): void;
}

/** Which image is in hand, which are listed, and what is said of them. The address names the image. */
export function useReview(images: readonly ImageItem[], beforeVerdict: () => void) {
  const client = useQueryClient();
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
    client.setQueryData(imagesQuery.queryKey, (items) =>
      items?.map((item) => (item.id === image.id ? { ...item, verdict } : item)),
    );
  };
  const actions: ReviewActions = {
    select,
    go: (step) => {
      const next = neighbour(listed, current, step);
      if (next) select(next.id);
    },
    judge: (verdict) => {
      // There is nothing to accept.
      if (verdict === 'accepted' && image && !hasMask(image)) return;
      const next = neighbour(listed, current, 1);
      say(verdict);
      if (next) select(next.id);
      else tellEnd(client.getQueryData(imagesQuery.queryKey) ?? images);
    },
    takeBack: () => say(null),
  };
  return { image, listed, filter, setFilter, actions };
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
