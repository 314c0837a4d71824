import { Button } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { SearchX } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ImageItem } from '../../shared/api/images.ts';
import type { ImportSource } from '../ui/file-source.ts';
import { EmptyState, Screen } from '../ui/screen.tsx';
import classes from './dataset-browser.module.css';
import { DatasetHeader } from './dataset-header.tsx';
import { ImageDetailPane } from './detail/image-detail-pane.tsx';
import { EvaluateDialog } from './evaluation/evaluate-dialog.tsx';
import { FilterPanel } from './filter-panel.tsx';
import { noFilter } from './filters.ts';
import { ImageGrid } from './image-grid.tsx';
import { ImageTable } from './image-table.tsx';
import { ImageSelectionBar } from './selection-bar.tsx';
import { Toolbar } from './toolbar.tsx';
import { useDatasetActions } from './use-dataset-actions.ts';
import { useDatasetShortcuts } from './use-dataset-shortcuts.ts';
import { useDatasetView } from './use-dataset-view.ts';
import { useImageEdits } from './use-image-edits.tsx';

/** The images with filters and actions; one of them in detail when the address names it. */
export function DatasetBrowser({
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
