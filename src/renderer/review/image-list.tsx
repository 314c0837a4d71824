import { Group, Progress, Select, Text } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Check, CircleHelp, Flag, X } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { ImageItem, Verdict } from '../../shared/api/images.ts';
import { verdicts } from '../../shared/api/images.ts';
import { diagnoses, diagnosisNames, splitNames, splits } from '../../shared/domain.ts';
import { fileUrl } from '../api/client.ts';
import { verdictNames } from '../ui/badges.tsx';
import { countReviewed, hasMask, neighbour, type ReviewFilter } from './filter.ts';
import classes from './review.module.css';

const rowHeight = 58;

/** The images to review: progress, filters, and the list itself, which the arrow keys walk through. */
export function ImageList({
  images,
  listed,
  current,
  filter,
  setFilter,
  select,
}: {
  images: readonly ImageItem[];
  listed: readonly ImageItem[];
  current: number | undefined;
  filter: ReviewFilter;
  setFilter: (filter: ReviewFilter) => void;
  select: (id: number) => void;
}) {
  const reviewed = countReviewed(images);
  return (
    <aside className={classes.images} aria-label="Images to review">
      <div className={classes.progress}>
        <Text size="sm" fw={500} role="status">
          {reviewed} of {images.length} reviewed
        </Text>
        <Progress
          size="sm"
          value={(100 * reviewed) / Math.max(1, images.length)}
          aria-label="Images reviewed"
        />
      </div>
      <Filters filter={filter} setFilter={setFilter} />
      {listed.length === 0 && (
        <Text size="sm" c="dimmed" p="sm">
          No image matches these filters.
        </Text>
      )}
      <Options listed={listed} current={current} select={select} />
    </aside>
  );
}

const narrow = { rightSectionWidth: 20, styles: { input: { paddingInlineStart: 8 } } };

function Filters({ filter, setFilter }: { filter: ReviewFilter; setFilter: (filter: ReviewFilter) => void }) {
  const set = (field: keyof ReviewFilter) => (value: string | null) =>
    setFilter({ ...filter, [field]: value === 'all' ? null : value });
  return (
    <div className={classes.filters}>
      <Select
        size="xs"
        aria-label="Filter by review"
        allowDeselect={false}
        value={filter.state ?? 'all'}
        onChange={set('state')}
        data={[
          { value: 'all', label: 'All images' },
          { value: 'to-review', label: 'To review' },
          ...verdicts.map((verdict) => ({ value: verdict, label: verdictNames[verdict] })),
        ]}
      />
      <Group gap={6} grow wrap="nowrap">
        <Select
          {...narrow}
          size="xs"
          aria-label="Filter by class"
          allowDeselect={false}
          value={filter.diagnosis ?? 'all'}
          onChange={set('diagnosis')}
          data={[
            { value: 'all', label: 'All classes' },
            ...diagnoses.map((diagnosis) => ({ value: diagnosis, label: diagnosisNames[diagnosis] })),
          ]}
        />
        <Select
          {...narrow}
          size="xs"
          aria-label="Filter by split"
          allowDeselect={false}
          value={filter.split ?? 'all'}
          onChange={set('split')}
          data={[
            { value: 'all', label: 'All splits' },
            ...splits.map((split) => ({ value: split, label: splitNames[split] })),
          ]}
        />
      </Group>
    </div>
  );
}

function Options({
  listed,
  current,
  select,
}: {
  listed: readonly ImageItem[];
  current: number | undefined;
  select: (id: number) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: listed.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
  });
  const at = listed.findIndex(({ id }) => id === current);
  useEffect(() => {
    if (at >= 0) rows.scrollToIndex(at);
  }, [rows, at]);
  const walk = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const next = neighbour(listed, current, event.key === 'ArrowDown' ? 1 : -1);
    if (next) select(next.id);
  };
  return (
    <div
      ref={scroller}
      className={classes.options}
      role="listbox"
      aria-label="Images"
      aria-activedescendant={at >= 0 ? optionId(current!) : undefined}
      tabIndex={0}
      onKeyDown={walk}
    >
      <div className={classes.rows} style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ index, start }) => (
          <Option
            key={listed[index]!.id}
            image={listed[index]!}
            isCurrent={index === at}
            position={[index + 1, listed.length]}
            start={start}
            select={select}
          />
        ))}
      </div>
    </div>
  );
}

const optionId = (id: number) => `review-image-${id}`;

function Option({
  image,
  isCurrent,
  position,
  start,
  select,
}: {
  image: ImageItem;
  isCurrent: boolean;
  position: readonly [number, number];
  start: number;
  select: (id: number) => void;
}) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list takes the keys.
    <div
      id={optionId(image.id)}
      role="option"
      tabIndex={-1}
      aria-selected={isCurrent}
      aria-posinset={position[0]}
      aria-setsize={position[1]}
      className={classes.option}
      style={{ transform: `translateY(${start}px)`, height: rowHeight }}
      onClick={({ currentTarget }) => {
        // From here the keys are the image's.
        currentTarget.blur();
        select(image.id);
      }}
    >
      {image.thumbnailSha256 ? (
        <img src={fileUrl(image.thumbnailSha256, 'jpg')} alt="" draggable={false} decoding="async" />
      ) : (
        <span className={classes.noThumbnail} />
      )}
      <div className={classes.optionText}>
        <Text size="sm" truncate title={image.name}>
          {image.name}
        </Text>
        <Group gap={4} wrap="nowrap">
          <VerdictMark verdict={image.verdict} />
          <Text size="xs" c="dimmed" truncate>
            {image.verdict ? verdictNames[image.verdict] : hasMask(image) ? 'to review' : 'no mask yet'}
          </Text>
        </Group>
      </div>
    </div>
  );
}

const marks = {
  accepted: { icon: Check, colour: 'var(--mantine-color-green-text)' },
  'needs-work': { icon: Flag, colour: 'var(--mantine-color-yellow-text)' },
  rejected: { icon: X, colour: 'var(--mantine-color-red-text)' },
} as const;

function VerdictMark({ verdict }: { verdict: Verdict | null }) {
  const { icon: Icon, colour } = verdict
    ? marks[verdict]
    : { icon: CircleHelp, colour: 'var(--mantine-color-dimmed)' };
  return <Icon size={13} color={colour} aria-hidden style={{ flex: 'none' }} />;
}
