import { Button, SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { FilterX, LayoutGrid } from 'lucide-react';
import { useCallback, useEffect, useMemo, useRef } from 'react';
import type { SyntheticItem } from '../../shared/api/synthetic.ts';
import { imagesQuery, modelsQuery, syntheticQuery } from '../api/queries.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatCount } from '../ui/format.ts';
import { selectOnly } from '../ui/lists/selection.ts';
import { EmptyState, Screen, ScreenHeader } from '../ui/screen.tsx';
import { useEdits } from '../ui/use-edits.ts';
import { DetailView } from './detail/detail-view.tsx';
import { FilterBar } from './filter-bar.tsx';
import { noFilter } from './filters.ts';
import classes from './gallery.module.css';
import { galleryActions, useGalleryShortcuts } from './gallery-actions.ts';
import { ImageGrid } from './image-grid.tsx';
import { GallerySelectionBar } from './selection-bar.tsx';
import { UndoButtons } from './undo-buttons.tsx';
import { syntheticEdits } from './updates.ts';
import { type GalleryView, type TileSize, useDetailNavigation, useGalleryView } from './use-gallery-view.ts';

export function GalleryScreen() {
  const synthetic = useQuery(syntheticQuery);
  if (synthetic.isError) {
    return <ErrorPanel error={synthetic.error} onRetry={() => void synthetic.refetch()} />;
  }
  if (!synthetic.data) return null;
  return synthetic.data.length === 0 ? <NoImages /> : <Gallery stored={synthetic.data} />;
}

function NoImages() {
  return (
    <Screen>
      <ScreenHeader title="Gallery" description="Synthetic images, to be looked at, kept or discarded." />
      <EmptyState
        icon={LayoutGrid}
        title="No synthetic images yet"
        action={
          <Button component={Link} to="/synthesis">
            To the synthesis
          </Button>
        }
      >
        Images that are made from vessel masks gather here. Those that are discarded stay out of exports.
      </EmptyState>
    </Screen>
  );
}

function Gallery({ stored }: { stored: readonly SyntheticItem[] }) {
  const names = useNames();
  const edits = useEdits(syntheticEdits, stored);
  const { items } = edits;
  const view = useGalleryView(items, names.photograph);
  const navigation = useDetailNavigation(view.order);
  const actions = galleryActions(edits);
  const detailed = items.find(({ id }) => id === navigation.id);
  const grid = useRef<HTMLDivElement>(null);
  useFollowedSelection(view, navigation.id, grid);
  useGalleryShortcuts(view, actions, detailed !== undefined);
  return (
    <Screen>
      <Screen inert={detailed !== undefined}>
        <GalleryHeader view={view}>
          <UndoButtons edits={edits} />
        </GalleryHeader>
        <FilterBar view={view} modelName={names.model} photographName={names.photograph} />
        <div className={classes.gridArea}>
          {view.shown.length === 0 ? (
            <NothingShown onShowAll={() => view.setFilter(noFilter)} />
          ) : (
            <ImageGrid ref={grid} view={view} onOpen={navigation.open} />
          )}
          <GallerySelectionBar view={view} actions={actions} onOpen={navigation.open} />
        </div>
      </Screen>
      {detailed && (
        <DetailView
          item={detailed}
          navigation={navigation}
          actions={actions}
          knownTags={view.facets.tags.map(([tag]) => tag)}
        />
      )}
    </Screen>
  );
}

/** While images are looked at one by one, the grid behind goes along; afterwards it has the keyboard again. */
function useFollowedSelection(
  { selection, setSelection }: GalleryView,
  detailed: number | null,
  grid: React.RefObject<HTMLDivElement | null>,
): void {
  const wasDetailed = useRef(false);
  useEffect(() => {
    if (detailed !== null && selection.focus !== detailed) {
      setSelection(selectOnly(detailed));
    }
    if (detailed === null && wasDetailed.current) grid.current?.focus();
    wasDetailed.current = detailed !== null;
  }, [detailed, selection.focus, setSelection, grid]);
}

function GalleryHeader({ view, children }: { view: GalleryView; children: React.ReactNode }) {
  const { facets, items, tileSize, setTileSize } = view;
  const { kept, discarded } = facets.decisions;
  return (
    <ScreenHeader
      title="Gallery"
      description={`${formatCount(items.length, 'synthetic image')}, ${kept.toLocaleString('en-GB')} kept, ${discarded.toLocaleString('en-GB')} discarded`}
    >
      {children}
      <SegmentedControl
        size="xs"
        aria-label="Size of the pictures"
        value={tileSize}
        onChange={(value) => setTileSize(value as TileSize)}
        data={[
          { value: 'small', label: 'Small' },
          { value: 'medium', label: 'Medium' },
          { value: 'large', label: 'Large' },
        ]}
      />
    </ScreenHeader>
  );
}

function NothingShown({ onShowAll }: { onShowAll: () => void }) {
  return (
    <EmptyState
      icon={FilterX}
      title="No image is like that"
      action={
        <Button variant="default" onClick={onShowAll}>
          Show all
        </Button>
      }
    >
      The filters leave none of the images.
    </EmptyState>
  );
}

/** Names of photographs and models by id, for what the list of images refers to. */
function useNames() {
  const images = useQuery(imagesQuery).data;
  const models = useQuery(modelsQuery).data;
  const photographs = useMemo(() => new Map(images?.map(({ id, name }) => [id, name])), [images]);
  return {
    photograph: useCallback((id: number) => photographs.get(id) ?? `photograph ${id}`, [photographs]),
    model: (id: number) => models?.find((model) => model.id === id)?.name ?? `model ${id}`,
  };
}
