import { PictureGrid } from '../ui/lists/picture-grid.tsx';
import classes from './image-grid.module.css';
import { imageTile } from './image-tile.tsx';
import { listHandlers } from './list-handlers.ts';
import type { DatasetView } from './use-dataset-view.ts';

/** The images as pictures. */
export function ImageGrid({ view, onOpen }: { view: DatasetView; onOpen: (id: number) => void }) {
  return (
    <PictureGrid
      label="Images"
      kind={imageTile}
      list={view}
      tileSize={view.tileSize}
      handlersOf={(shape) => listHandlers(view, shape, onOpen)}
      className={classes.grid}
    />
  );
}
