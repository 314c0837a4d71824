import type { Ref } from 'react';
import { PictureGrid } from '../ui/picture-grid.tsx';
import { selectionHandlers } from '../ui/selection-handlers.ts';
import classes from './gallery.module.css';
import { syntheticTile } from './image-tile.tsx';
import { type GalleryView, tileSizes } from './use-gallery-view.ts';

export interface ImageGridProps {
  readonly view: GalleryView;
  readonly onOpen: (id: number) => void;
  readonly ref: Ref<HTMLDivElement>;
}

/** The images as pictures. */
export function ImageGrid({ view, onOpen, ref }: ImageGridProps) {
  return (
    <PictureGrid
      ref={ref}
      label="Synthetic images"
      kind={syntheticTile}
      list={view}
      tileSize={tileSizes[view.tileSize]}
      handlersOf={(shape) => selectionHandlers(view, shape, onOpen)}
      className={classes.grid}
    />
  );
}
