// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed by hand are no table of HTML
// biome-ignore-all lint/a11y/useFocusableInteractive: the scrolling element has the focus and names its active row
import { useVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { type CSSProperties, type HTMLAttributes, memo, type ReactNode, useEffect, useRef } from 'react';
import classes from './virtual-table.module.css';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  /** A track of a CSS grid with a fixed or relative size: "120px", "minmax(160px, 2fr)". */
  readonly width: string;
  readonly isNumeric?: boolean;
  readonly isSortable?: boolean;
  readonly render: (row: Row) => ReactNode;
}

/** What makes a table a list of things to choose from. */
export interface TableSelection<Row> {
  readonly isSelected: (row: Row) => boolean;
  /** Index of the row that the keyboard is at, -1 for none. */
  readonly focused: number;
  /** Also for the scrolling element: handlers of keys and of what bubbles from rows, which bear `data-id`. */
  readonly handlers: HTMLAttributes<HTMLDivElement>;
  readonly isDraggable?: boolean;
}

interface VirtualTableProps<Row> {
  label: string;
  /** Columns and `rowKey` keep their identity between renders, so that rows which did not change are not drawn. */
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row, index: number) => number | string;
  rowHeight?: number;
  sorting?: TableSorting;
  selection?: TableSelection<Row>;
}

/** A table that draws only the rows in sight, however many there are. It fills its parent and scrolls inside. */
export function VirtualTable<Row>(props: VirtualTableProps<Row>) {
  const { label, columns, rows, rowKey, rowHeight = 34, sorting, selection } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
    scrollMargin: rowHeight,
    scrollPaddingStart: rowHeight,
  });
  const focused = selection?.focused ?? -1;
  useEffect(() => {
    if (focused >= 0) virtualizer.scrollToIndex(focused);
  }, [focused, virtualizer]);
  const focusedRow = rows[focused];
  const tracks = columns.map(({ width }) => width).join(' ');
  return (
    <div
      ref={scroller}
      className={classes.scroller}
      style={{ '--row-height': `${rowHeight}px` } as CSSProperties}
      role="grid"
      aria-label={label}
      aria-rowcount={rows.length + 1}
      aria-multiselectable={selection && true}
      aria-activedescendant={focusedRow && rowId(label, rowKey(focusedRow, focused))}
      tabIndex={0}
      {...selection?.handlers}
    >
      <TableHead columns={columns} tracks={tracks} {...(sorting && { sorting })} />
      <div role="rowgroup" className={classes.body} style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const key = rowKey(row, index);
          return (
            <MemoRow
              key={key}
              id={rowId(label, key)}
              itemKey={key}
              row={row}
              columns={columns as readonly Column<unknown>[]}
              tracks={tracks}
              index={index}
              top={start - rowHeight}
              isSelected={selection ? selection.isSelected(row) : undefined}
              isFocused={index === focused}
              isDraggable={selection?.isDraggable ?? false}
            />
          );
        })}
      </div>
    </div>
  );
}

const rowId = (label: string, key: number | string) => `${label.replaceAll(/\W+/g, '-')}-${key}`;

interface RowProps {
  id: string;
  itemKey: number | string;
  row: unknown;
  columns: readonly Column<unknown>[];
  tracks: string;
  index: number;
  top: number;
  isSelected: boolean | undefined;
  isFocused: boolean;
  isDraggable: boolean;
}

const MemoRow = memo(function Row({ columns, row, ...props }: RowProps) {
  return (
    <div
      id={props.id}
      role="row"
      className={classes.row}
      style={{ gridTemplateColumns: props.tracks, transform: `translateY(${props.top}px)` }}
      aria-rowindex={props.index + 2}
      aria-selected={props.isSelected}
      data-id={props.itemKey}
      data-focused={props.isFocused || undefined}
      draggable={props.isDraggable}
    >
      {columns.map(({ key, isNumeric, render }) => (
        <div role="gridcell" key={key} className={classes.cell} data-numeric={isNumeric || undefined}>
          {render(row)}
        </div>
      ))}
    </div>
  );
});

interface TableSorting {
  readonly key: string;
  readonly isDescending: boolean;
  readonly onSort: (key: string) => void;
}

interface HeadColumn {
  readonly key: string;
  readonly title: string;
  readonly isNumeric?: boolean;
  readonly isSortable?: boolean;
}

function TableHead({
  columns,
  tracks,
  sorting,
}: {
  columns: readonly HeadColumn[];
  tracks: string;
  sorting?: TableSorting;
}) {
  return (
    <div role="rowgroup" className={classes.head}>
      <div role="row" className={classes.row} style={{ gridTemplateColumns: tracks }} aria-rowindex={1}>
        {columns.map((column) => (
          <ColumnTitle key={column.key} column={column} {...(sorting && { sorting })} />
        ))}
      </div>
    </div>
  );
}

function ColumnTitle({ column, sorting }: { column: HeadColumn; sorting?: TableSorting }) {
  const { key, title, isNumeric, isSortable } = column;
  const isSorted = isSortable && sorting?.key === key;
  const Arrow = sorting?.isDescending ? ArrowDown : ArrowUp;
  return (
    <div
      role="columnheader"
      className={classes.title}
      data-numeric={isNumeric || undefined}
      aria-sort={isSorted ? (sorting?.isDescending ? 'descending' : 'ascending') : undefined}
    >
      {isSortable && sorting ? (
        <button type="button" onClick={() => sorting.onSort(key)}>
          {title}
          {isSorted && <Arrow size={12} aria-hidden />}
        </button>
      ) : (
        title
      )}
    </div>
  );
}
