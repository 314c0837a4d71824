import { ActionIcon, Button, Text, Title, Tooltip } from '@mantine/core';
import { ArrowLeft, ChevronLeft, ChevronRight } from 'lucide-react';
import { useShortcut } from '../../ui/shortcuts.ts';
import type { DatasetView } from '../use-dataset-view.ts';
import classes from './detail.module.css';

/** Which image it is, and the way to its neighbours and back. */
export function DetailHead({
  imageId,
  view,
  onOpen,
}: {
  imageId: number;
  view: DatasetView;
  onOpen: (id: number | undefined) => void;
}) {
  const image = view.images.find(({ id }) => id === imageId);
  const index = view.order.indexOf(imageId);
  const previous = index > 0 ? view.order[index - 1] : undefined;
  const next = index >= 0 ? view.order[index + 1] : undefined;
  const go = (id: number | undefined) => {
    if (id === undefined) return;
    view.setSelection({ ids: new Set([id]), anchor: id, focus: id });
    onOpen(id);
  };
  const group = 'Image in detail';
  useShortcut('ArrowLeft', () => go(previous), 'Previous image', { group });
  useShortcut('ArrowRight', () => go(next), 'Next image', { group });
  useShortcut('Escape', () => onOpen(undefined), 'Back to all images', { group });
  return (
    <div className={classes.head}>
      <Button
        size="xs"
        variant="default"
        leftSection={<ArrowLeft size={15} aria-hidden />}
        onClick={() => onOpen(undefined)}
      >
        All images
      </Button>
      <div className={classes.name}>
        <Title order={2} size="h4" style={{ overflow: 'hidden', textOverflow: 'ellipsis' }}>
          {image?.name ?? `Image ${imageId}`}
        </Title>
        {index >= 0 && (
          <Text size="sm" c="dimmed">
            {index + 1} of {view.order.length}
          </Text>
        )}
      </div>
      <Step
        label="Previous image (←)"
        icon={ChevronLeft}
        onClick={() => go(previous)}
        isDisabled={previous === undefined}
      />
      <Step
        label="Next image (→)"
        icon={ChevronRight}
        onClick={() => go(next)}
        isDisabled={next === undefined}
      />
    </div>
  );
}

function Step({
  label,
  icon: Icon,
  onClick,
  isDisabled,
}: {
  label: string;
  icon: typeof ChevronLeft;
  onClick: () => void;
  isDisabled: boolean;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="default" size={30} aria-label={label} onClick={onClick} disabled={isDisabled}>
        <Icon size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
