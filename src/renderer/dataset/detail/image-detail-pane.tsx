import { Button, Center, Group, Loader, ScrollArea, Select, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowLeft, Eye, Spline, Trash2 } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { ImageDetail, ImageItem } from '../../../shared/api/images.ts';
import {
  diagnoses,
  diagnosisNames,
  diagnosisSchema,
  splitNames,
  splitSchema,
  splits,
} from '../../../shared/domain.ts';
import { imageQuery } from '../../api/queries.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { useNeighbours } from '../../ui/lists/neighbours.ts';
import { selectOnly } from '../../ui/lists/selection.ts';
import { StepButton } from '../../ui/lists/step-button.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';
import type { DatasetActions } from '../use-dataset-actions.ts';
import type { DatasetView } from '../use-dataset-view.ts';
import classes from './detail.module.css';
import { DetailFacts, StrippedMetadata } from './detail-facts.tsx';
import { HistogramChart } from './histogram-chart.tsx';
import { MaskList } from './mask-list.tsx';
import { type Overlays, useOverlays } from './overlays.ts';
import { Viewer } from './viewer.tsx';

/** One image over the whole screen: the photograph under its overlays, and all that is known of it. */
export function ImageDetailPane({
  imageId,
  view,
  actions,
  onOpen,
}: {
  imageId: number;
  view: DatasetView;
  actions: DatasetActions;
  /** Another image, or none. */
  onOpen: (id: number | undefined) => void;
}) {
  const { data: image, error, refetch } = useQuery(imageQuery(imageId));
  const overlays = useOverlays(image);
  const pane = useFocusWhileOpen();
  useOverlayShortcuts(overlays);
  return (
    <section ref={pane} className={classes.pane} aria-label="Image in detail" tabIndex={-1}>
      <DetailHead imageId={imageId} view={view} onOpen={onOpen} />
      {error && <ErrorPanel error={error} onRetry={() => refetch()} />}
      {!image && !error && (
        <Center h="60%">
          <Loader aria-label="Reading the image" />
        </Center>
      )}
      {image && (
        <div className={classes.body}>
          <Viewer key={image.id} image={image} overlays={overlays} />
          <ScrollArea type="auto" scrollbarSize={8}>
            <SidePanel image={image} overlays={overlays} actions={actions} />
          </ScrollArea>
        </div>
      )}
    </section>
  );
}

function SidePanel({
  image,
  overlays,
  actions,
}: {
  image: ImageDetail;
  overlays: Overlays;
  actions: DatasetActions;
}) {
  return (
    <div className={classes.side}>
      <AssignSelects image={image} actions={actions} />
      <Stack gap={6}>
        <Button
          size="xs"
          leftSection={<Eye size={15} aria-hidden />}
          renderRoot={(props) => <Link to="/review" search={{ image: image.id }} {...props} />}
        >
          Review this mask
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<Spline size={15} aria-hidden />}
          onClick={() => actions.extractVessels([image])}
        >
          Extract vessels
        </Button>
      </Stack>
      <Section title="Masks over the photograph">
        <MaskList image={image} overlays={overlays} />
      </Section>
      <Section title="Histogram inside the field of view">
        <HistogramChart imageId={image.id} />
      </Section>
      <Section title="Facts">
        <DetailFacts image={image} />
      </Section>
      <Section title="Metadata">
        <StrippedMetadata stripped={image.stripped} />
      </Section>
      <Button
        size="xs"
        variant="subtle"
        color="red"
        leftSection={<Trash2 size={15} aria-hidden />}
        onClick={() => actions.remove([image])}
      >
        Remove from the project…
      </Button>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} size="h6" mb={6}>
        {title}
      </Title>
      {children}
    </section>
  );
}

/** Takes the focus, and gives it back to what had it. */
function useFocusWhileOpen() {
  const pane = useRef<HTMLDivElement>(null);
  const opener = useRef(document.activeElement);
  useEffect(() => {
    pane.current?.focus();
    return () => {
      // What is behind can take it again only once it is no longer inert.
      const { current } = opener;
      requestAnimationFrame(() => current instanceof HTMLElement && current.focus());
    };
  }, []);
  return pane;
}

function useOverlayShortcuts(overlays: Overlays): void {
  const group = 'Image in detail';
  useShortcut('A', () => overlays.toggleOrigin('annotated'), 'Annotation over the photograph', { group });
  useShortcut('P', () => overlays.toggleOrigin('predicted'), 'Extracted vessels over it', { group });
  useShortcut('E', () => overlays.toggleOrigin('edited'), 'Edited mask over it', { group });
  useShortcut('F', () => overlays.setHasFov(!overlays.hasFov), 'Outline of the field of view', { group });
}

/** Which image it is, and the way to its neighbours and back. */
function DetailHead({
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

function AssignSelects({ image, actions }: { image: ImageItem; actions: DatasetActions }) {
  return (
    <Group grow gap="xs">
      <Select
        size="xs"
        label="Class"
        placeholder="no class"
        clearable
        data={diagnoses.map((value) => ({ value, label: diagnosisNames[value] }))}
        value={image.diagnosis}
        onChange={(value) => actions.setClass([image], diagnosisSchema.nullable().parse(value))}
      />
      <Select
        size="xs"
        label="Split"
        placeholder="no split"
        clearable
        data={splits.map((value) => ({ value, label: splitNames[value] }))}
        value={image.split}
        onChange={(value) => actions.setSplit([image], splitSchema.nullable().parse(value))}
      />
    </Group>
  );
}
