import { Button, Center, Loader, ScrollArea, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Eye, Spline, Trash2 } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { ImageDetail } from '../../../shared/api/images.ts';
import { imageQuery } from '../../api/queries.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { useShortcut } from '../../ui/shortcuts.ts';
import type { DatasetActions } from '../use-dataset-actions.ts';
import type { DatasetView } from '../use-dataset-view.ts';
import { AssignSelects } from './assign-selects.tsx';
import classes from './detail.module.css';
import { DetailFacts, StrippedMetadata } from './detail-facts.tsx';
import { DetailHead } from './detail-head.tsx';
import { HistogramChart } from './histogram-chart.tsx';
import { MaskList } from './mask-list.tsx';
import { type Overlays, useOverlays } from './use-overlays.ts';
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
