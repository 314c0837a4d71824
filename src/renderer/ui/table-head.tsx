// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed by hand are no table of HTML
// biome-ignore-all lint/a11y/useFocusableInteractive: the scrolling element has the focus and names its active row
import { ArrowDown, ArrowUp } from 'lucide-react';
import classes from './virtual-table.module.css';

export interface TableSorting {
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

export function TableHead({
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
