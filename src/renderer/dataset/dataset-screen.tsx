import { Button, Center, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Images, SearchX } from 'lucide-react';
import { type RefObject, useRef, useState } from 'react';
import type { ImageItem } from '../../shared/api/images.ts';
import { diagnoses, splits } from '../../shared/domain.ts';
import { imagesQuery } from '../api/queries.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import type { ImportSource } from '../ui/file-source.ts';
import { selectAll, selectNone } from '../ui/lists/selection.ts';
import { useRegistered } from '../ui/registry.ts';
import { EmptyState, Screen, ScreenHeader } from '../ui/screen.tsx';
import { type Shortcut, shortcuts } from '../ui/shortcuts.ts';
import { DatasetHeader, ImportMenu } from './dataset-header.tsx';
import classes from './dataset-screen.module.css';
import { ImageDetailPane } from './detail/image-detail-pane.tsx';
import { EvaluateDialog } from './evaluation/evaluate-dialog.tsx';
import { FilterPanel } from './filter-panel.tsx';
import { noFilter } from './filters.ts';
import { ImageGrid } from './image-grid.tsx';
import { ImageTable } from './image-table.tsx';
import { ImportFormats } from './import/formats.tsx';
import { ImportFlow } from './import/import-flow.tsx';
import { classKeys, classLabel, splitKeys, splitLabel } from './labels.ts';
import { ImageSelectionBar } from './selection-bar.tsx';
import { Toolbar } from './toolbar.tsx';
import { type DatasetActions, useDatasetActions } from './use-dataset-actions.ts';
import { type DatasetView, useDatasetView } from './use-dataset-view.ts';
import { useImageEdits } from './use-image-edits.tsx';

/** The real photographs: import, sort out, divide, look at. */
export function DatasetScreen() {
  const { data: images, error, refetch } = useQuery(imagesQuery);
  const [source, setSource] = useState<ImportSource | null>(null);
  const content = () => {
    if (images && images.length > 0) return <DatasetBrowser stored={images} onImport={setSource} />;
    return (
      <>
        <ScreenHeader title="Data set" />
        {images && <EmptyDataset onImport={setSource} />}
        {!images && error && <ErrorPanel error={error} onRetry={() => refetch()} />}
        {!images && !error && (
          <Center h="60%">
            <Loader aria-label="Reading the data set" />
          </Center>
        )}
      </>
    );
  };
  return (
    <div>
      {content()}
      {source && <ImportFlow source={source} onClose={() => setSource(null)} />}
    </div>
  );
}

/** The images with filters and actions; one of them in detail when the address names it. */
function DatasetBrowser({
  stored,
  onImport,
}: {
  stored: readonly ImageItem[];
  onImport: (source: ImportSource) => void;
}) {
  const edits = useImageEdits(stored);
  const { items: images } = edits;
  const view = useDatasetView(images);
  const actions = useDatasetActions(edits);
  const searchRef = useRef<HTMLInputElement>(null);
  const [isEvaluating, setIsEvaluating] = useState(false);
  const { image: openId } = useSearch({ from: '/images' });
  const navigate = useNavigate({ from: '/images' });
  const openImage = images.find(({ id }) => id === openId);
  const open = (id: number | undefined) =>
    void navigate({ search: { image: id }, replace: openImage !== undefined });
  useDatasetShortcuts(view, actions, searchRef, openImage);
  return (
    <Screen>
      <Screen inert={openImage !== undefined}>
        <DatasetHeader
          view={view}
          actions={actions}
          onEvaluate={() => setIsEvaluating(true)}
          onImport={onImport}
        />
        <div className={classes.body}>
          <FilterPanel view={view} actions={actions} />
          <div className={classes.main}>
            <Toolbar view={view} searchRef={searchRef} />
            <div className={classes.list}>
              {view.shown.length === 0 ? (
                <NothingFound onClear={() => view.setFilter(noFilter)} />
              ) : view.mode === 'grid' ? (
                <ImageGrid view={view} onOpen={open} />
              ) : (
                <ImageTable view={view} onOpen={open} />
              )}
            </div>
            <ImageSelectionBar view={view} actions={actions} />
          </div>
        </div>
      </Screen>
      {openImage && (
        <ImageDetailPane key="detail" imageId={openImage.id} view={view} actions={actions} onOpen={open} />
      )}
      {isEvaluating && <EvaluateDialog images={images} onClose={() => setIsEvaluating(false)} />}
    </Screen>
  );
}

function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState
      icon={SearchX}
      title="No image passes the filters"
      action={
        <Button variant="default" onClick={onClear}>
          Clear filters
        </Button>
      }
    />
  );
}

function EmptyDataset({ onImport }: { onImport: (source: ImportSource) => void }) {
  return (
    <div className={classes.target}>
      <EmptyState
        icon={Images}
        title="Drop your fundus photographs here"
        action={<ImportMenu onSource={onImport} />}
      >
        <ImportFormats />
      </EmptyState>
    </div>
  );
}

/**
 * What the mouse does with images, by key.
 * @param openImage the one in detail, which the keys are then for, instead of those selected
 */
function useDatasetShortcuts(
  view: DatasetView,
  actions: DatasetActions,
  searchRef: RefObject<HTMLInputElement | null>,
  openImage: ImageItem | undefined,
): void {
  const images = openImage ? [openImage] : view.selected;
  useRegistered(shortcuts, [
    ...assignShortcuts(images, actions),
    entry('Delete', 'Remove the selected images…', () => void actions.remove(images)),
    entry('X', 'Extract vessels from the selected images', () => actions.extractVessels(images)),
    entry('mod+Z', 'Undo the last change of splits or classes', actions.edits.undo),
    entry('mod+shift+Z, mod+Y', 'Redo it', actions.edits.redo),
    ...(openImage ? [] : listShortcuts(view, searchRef)),
  ]);
}

function listShortcuts(
  { selection, setSelection, order }: DatasetView,
  searchRef: RefObject<HTMLInputElement | null>,
): Shortcut[] {
  return [
    entry('mod+A', 'Select all images shown', () => setSelection(selectAll(selection, order))),
    entry('Escape', 'Select nothing', ({ target }) => {
      // There it closes the menu.
      const isOfMenu = target instanceof Element && target.closest('[role="menu"]');
      if (!isOfMenu) setSelection(selectNone(selection));
    }),
    entry('/, mod+F', 'Search names', () => searchRef.current?.select()),
  ];
}

function assignShortcuts(images: readonly ImageItem[], { setSplit, setClass }: DatasetActions): Shortcut[] {
  return [
    ...[...splits, null].map((split) =>
      entry(splitKeys[split ?? 'none'], `Split: ${splitLabel(split)}`, () => setSplit(images, split)),
    ),
    ...[...diagnoses, null].map((diagnosis) =>
      entry(classKeys[diagnosis ?? 'none'], `Class: ${classLabel(diagnosis)}`, () =>
        setClass(images, diagnosis),
      ),
    ),
  ];
}

function entry(keys: string, description: string, handler: Shortcut['handler']): Shortcut {
  return { keys, description, handler, group: 'Data set', inFields: false, inDialog: false };
}
