// biome-ignore-all lint/a11y/useSemanticElements: a list that draws only what is in sight is no list of HTML
// biome-ignore-all lint/a11y/useFocusableInteractive: the scrolling element has the focus and names its active item
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import classes from './image-grid.module.css';
import { ImageTile, tileId } from './image-tile.tsx';
import { listHandlers } from './list-handlers.ts';
import type { DatasetView } from './use-dataset-view.ts';

const gap = 10;
const captionHeight = 44;
/** Room for the outline of the focus. */
const edge = 3;
/** What the bar of the selection covers. */
const barHeight = 60;
/** Fundus photographs are wider than high, most of them. */
const pictureRatio = 0.72;

/** The images as pictures; only those in sight, and some rows around them, are drawn. */
export function ImageGrid({ view, onOpen }: { view: DatasetView; onOpen: (id: number) => void }) {
  const { focus } = view.selection;
  const { scrollerRef, bodyRef, virtualizer, ...tiles } = useGrid(view);
  return (
    <div
      ref={scrollerRef}
      className={classes.scroller}
      role="listbox"
      aria-label="Images"
      aria-multiselectable
      aria-activedescendant={focus === null ? undefined : tileId(focus)}
      tabIndex={0}
      {...listHandlers(view, tiles, onOpen)}
    >
      <div
        ref={bodyRef}
        className={classes.body}
        role="presentation"
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <div
            key={index}
            role="presentation"
            className={classes.line}
            style={{ height: tiles.rowHeight - gap, transform: `translateY(${start}px)` }}
          >
            <TileLine view={view} index={index} columns={tiles.columns} width={tiles.width} />
          </div>
        ))}
      </div>
    </div>
  );
}

function TileLine({
  view: { shown, selection },
  index,
  columns,
  width,
}: {
  view: DatasetView;
  index: number;
  columns: number;
  width: number;
}) {
  return shown
    .slice(index * columns, (index + 1) * columns)
    .map((image, column) => (
      <ImageTile
        key={image.id}
        image={image}
        width={width}
        position={index * columns + column + 1}
        total={shown.length}
        isSelected={selection.ids.has(image.id)}
        isFocused={selection.focus === image.id}
      />
    ));
}

/** How many tiles of which size fit, and which rows of them are drawn; keeps what the keyboard is at in sight. */
function useGrid({ shown, selection, tileSize, order }: DatasetView) {
  const { ref: bodyRef, width } = useElementSize();
  const { ref: sizeRef, height } = useElementSize();
  const scroller = useRef<HTMLDivElement>(null);
  const columns = Math.max(1, Math.floor((width + gap) / (tileSize + gap)));
  const tileWidth = Math.floor((width - gap * (columns - 1)) / columns);
  const rowHeight = Math.round(tileWidth * pictureRatio) + captionHeight + gap;
  const virtualizer = useVirtualizer({
    count: width > 0 ? Math.ceil(shown.length / columns) : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: Math.ceil(height / rowHeight) + 1,
    paddingStart: edge,
    paddingEnd: edge + (selection.ids.size > 0 ? barHeight : 0),
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: measured sizes are of the former row height
  useEffect(() => virtualizer.measure(), [rowHeight, virtualizer]);
  const focusedRow = selection.focus === null ? -1 : Math.floor(order.indexOf(selection.focus) / columns);
  useEffect(() => {
    if (focusedRow >= 0) virtualizer.scrollToIndex(focusedRow);
  }, [focusedRow, virtualizer]);
  const pageRows = Math.max(1, Math.floor(height / rowHeight));
  const scrollerRef = useMergedRef(sizeRef, scroller);
  return { scrollerRef, bodyRef, virtualizer, columns, width: tileWidth, rowHeight, pageRows };
}
