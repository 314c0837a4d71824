// biome-ignore-all lint/a11y/useSemanticElements: a list that draws only what is in sight is no list of HTML
// biome-ignore-all lint/a11y/useFocusableInteractive: the scrolling element has the focus and names its active item
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type Ref, useEffect, useRef } from 'react';
import { selectionHandlers } from '../ui/selection-handlers.ts';
import classes from './gallery.module.css';
import { ImageTile, tileId } from './image-tile.tsx';
import { type GalleryView, tileSizes } from './use-gallery-view.ts';

const gap = 8;
const captionHeight = 26;
const pictureRatio = 2 / 3;
/** What the bar of the selection covers. */
const barHeight = 64;

export interface ImageGridProps {
  readonly view: GalleryView;
  readonly onOpen: (id: number) => void;
  readonly ref?: Ref<HTMLDivElement>;
}

/** The images as pictures; only those in sight, and a screen above and below, are drawn. */
export function ImageGrid({ view, onOpen, ref }: ImageGridProps) {
  const { shown, selection, tileSize, order } = view;
  // The body is as wide as the scroll bar leaves it.
  const { ref: bodyRef, width } = useElementSize();
  const { ref: heightRef, height } = useElementSize();
  const scroller = useRef<HTMLDivElement>(null);
  const merged = useMergedRef(heightRef, scroller, ref);
  const columns = Math.max(1, Math.floor((width + gap) / (tileSizes[tileSize] + gap)));
  const tileWidth = Math.floor((width - gap * (columns - 1)) / columns);
  const rowHeight = Math.round(tileWidth * pictureRatio) + captionHeight + gap;
  const virtualizer = useVirtualizer({
    count: width > 0 ? Math.ceil(shown.length / columns) : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: Math.ceil(height / rowHeight) + 1,
    paddingEnd: barHeight,
    scrollPaddingEnd: barHeight,
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
      ref={merged}
      className={classes.scroller}
      role="listbox"
      aria-label="Synthetic images"
      aria-multiselectable
      aria-activedescendant={selection.focus === null ? undefined : tileId(selection.focus)}
      tabIndex={0}
      {...selectionHandlers(view, shape, onOpen)}
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
            className={classes.row}
            style={{ height: rowHeight - gap, transform: `translateY(${start}px)` }}
          >
            {shown.slice(index * columns, (index + 1) * columns).map((item, column) => (
              <ImageTile
                key={item.id}
                item={item}
                width={tileWidth}
                position={index * columns + column + 1}
                total={shown.length}
                isSelected={selection.ids.has(item.id)}
                isFocused={selection.focus === item.id}
              />
            ))}
          </div>
        ))}
      </div>
    </div>
  );
}
