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
  const { shown, selection, tileSize, order } = view;
  const { ref: bodyRef, width } = useElementSize();
  const { ref: scrollerRef, height } = useElementSize();
  const scroller = useRef<HTMLDivElement>(null);
  const ref = useMergedRef(scrollerRef, scroller);
  const columns = Math.max(1, Math.floor((width + gap) / (tileSize + gap)));
  const tileWidth = Math.floor((width - gap * (columns - 1)) / columns);
  const rowHeight = Math.round(tileWidth * pictureRatio) + captionHeight + gap;
  const rows = width > 0 ? Math.ceil(shown.length / columns) : 0;
  const virtualizer = useVirtualizer({
    count: rows,
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
  const shape = { columns, pageRows: Math.max(1, Math.floor(height / rowHeight)) };
  return (
    <div
      ref={ref}
      className={classes.scroller}
      role="listbox"
      aria-label="Images"
      aria-multiselectable
      aria-activedescendant={selection.focus === null ? undefined : tileId(selection.focus)}
      tabIndex={0}
      {...listHandlers(view, shape, onOpen)}
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
            style={{ height: rowHeight - gap, transform: `translateY(${start}px)` }}
          >
            {shown.slice(index * columns, (index + 1) * columns).map((image, column) => (
              <ImageTile
                key={image.id}
                image={image}
                width={tileWidth}
                position={index * columns + column + 1}
                total={shown.length}
                isSelected={selection.ids.has(image.id)}
                isFocused={selection.focus === image.id}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
