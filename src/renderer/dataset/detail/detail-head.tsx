import { Button, Text, Title } from '@mantine/core';
import { ArrowLeft } from 'lucide-react';
import { useNeighbours } from '../../ui/lists/neighbours.ts';
import { selectOnly } from '../../ui/lists/selection.ts';
import { StepButton } from '../../ui/lists/step-button.tsx';
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
  const { previous, next, position } = useNeighbours(view.order, imageId);
  const go = (id: number | null) => {
    if (id === null) return;
    view.setSelection(selectOnly(id));
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
        {position !== null && (
          <Text size="sm" c="dimmed">
            {position} of {view.order.length}
          </Text>
        )}
      </div>
      <StepButton direction="previous" to={previous} onStep={go} />
      <StepButton direction="next" to={next} onStep={go} />
    </div>
  );
}
