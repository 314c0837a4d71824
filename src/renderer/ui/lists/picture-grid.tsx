// biome-ignore-all lint/a11y/useSemanticElements: a list that draws only what is in sight is no list of HTML
// biome-ignore-all lint/a11y/useFocusableInteractive: the scrolling element has the focus and names its active item
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type HTMLAttributes, type Ref, useEffect, useRef } from 'react';
import classes from './picture-grid.module.css';
import { type PictureKind, PictureTile, tileId } from './picture-tile.tsx';
import type { GridShape, Listed } from './selection.ts';
import { selectionBarHeight } from './selection-bar.tsx';

const gap = 8;
/** Room for the outline of the focus. */
const edge = 3;
/** Fundus photographs are wider than high, most of them. */
const pictureRatio = 0.7;

export interface PictureGridProps<Item> {
  readonly label: string;
  /** Keeps its identity between renders, so that tiles which did not change are not drawn. */
  readonly kind: PictureKind<Item>;
  readonly list: Listed<Item>;
  /** Width that a tile has at least, pixels. */
  readonly tileSize: number;
  /** The scrolling element's: for keys and for what bubbles from tiles, which bear `data-id`. */
  readonly handlersOf: (shape: GridShape) => HTMLAttributes<HTMLDivElement>;
  readonly className?: string | undefined;
  readonly ref?: Ref<HTMLDivElement>;
}

/** Items as pictures; only those in sight, and a screen above and below, are drawn. */
export function PictureGrid<Item extends { readonly id: number }>(props: PictureGridProps<Item>) {
  const { label, kind, list, tileSize, handlersOf, className, ref } = props;
  const { focus } = list.selection;
  const { scrollerRef, bodyRef, virtualizer, ...shape } = useGrid(list, tileSize, kind.captionHeight);
  return (
    <div
      ref={useMergedRef(scrollerRef, ref)}
      className={`${classes.scroller} ${className ?? ''}`}
      role="listbox"
      aria-label={label}
      aria-multiselectable
      aria-activedescendant={focus === null ? undefined : tileId(focus)}
      tabIndex={0}
      {...handlersOf(shape)}
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
            style={{ gap, height: shape.rowHeight - gap, transform: `translateY(${start}px)` }}
          >
            <TileLine kind={kind} list={list} index={index} columns={shape.columns} width={shape.width} />
          </div>
        ))}
      </div>
    </div>
  );
}

interface TileLineProps<Item> {
  readonly kind: PictureKind<Item>;
  readonly list: Listed<Item>;
  readonly index: number;
  readonly columns: number;
  readonly width: number;
}

function TileLine<Item extends { readonly id: number }>(props: TileLineProps<Item>) {
  const { kind, list, index, columns, width } = props;
  const { shown, selection } = list;
  return shown
    .slice(index * columns, (index + 1) * columns)
    .map((item, column) => (
      <PictureTile
        key={item.id}
        kind={kind}
        item={item}
        width={width}
        position={index * columns + column + 1}
        total={shown.length}
        isSelected={selection.ids.has(item.id)}
        isFocused={selection.focus === item.id}
      />
    ));
}

/** How many tiles of which size fit, and which rows of them are drawn; keeps what the keyboard is at in sight. */
function useGrid(
  { shown, selection, order }: Listed<{ readonly id: number }>,
  tileSize: number,
  captionHeight: number,
) {
  // The body is as wide as the scroll bar leaves it.
  const { ref: bodyRef, width } = useElementSize();
  const { ref: sizeRef, height } = useElementSize();
  const scroller = useRef<HTMLDivElement>(null);
  const columns = Math.max(1, Math.floor((width + gap) / (tileSize + gap)));
  const tileWidth = Math.floor((width - gap * (columns - 1)) / columns);
  const rowHeight = Math.round(tileWidth * pictureRatio) + captionHeight + gap;
  const paddingEnd = edge + (selection.ids.size > 0 ? selectionBarHeight : 0);
  const virtualizer = useVirtualizer({
    count: width > 0 ? Math.ceil(shown.length / columns) : 0,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: Math.ceil(height / rowHeight) + 1,
    paddingStart: edge,
    paddingEnd,
    scrollPaddingStart: edge,
    scrollPaddingEnd: paddingEnd,
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
