import type { ImageItem } from '../../shared/api/images.ts';
import { toCsv } from '../../shared/quoting.ts';
import { ClassBadge, SplitBadge, VerdictBadge } from '../ui/badges.tsx';
import { Thumbnail } from '../ui/lists/picture-tile.tsx';
import { type Column, VirtualTable } from '../ui/lists/virtual-table.tsx';
import { nextSorting, type SortKey, sortKeys } from './filters.ts';
import { thumbnailSource } from './image-grid.tsx';
import classes from './image-table.module.css';
import { listHandlers } from './list-handlers.ts';
import type { DatasetView } from './use-dataset-view.ts';

/** Rows that Page up and Page down pass over. */
const pageRows = 12;

/** The images as rows. */
export function ImageTable({ view, onOpen }: { view: DatasetView; onOpen: (id: number) => void }) {
  const { shown, order, selection, sorting, setSorting } = view;
  return (
    <VirtualTable
      label="Images"
      columns={imageColumns}
      rows={shown}
      rowKey={idOf}
      rowHeight={40}
      sorting={{
        ...sorting,
        onSort: (key) => {
          const known = sortKeys.find((sortKey) => sortKey === key);
          if (known) setSorting(nextSorting(sorting, known));
        },
      }}
      selection={{
        isSelected: ({ id }) => selection.ids.has(id),
        focused: selection.focus === null ? -1 : order.indexOf(selection.focus),
        handlers: listHandlers(view, { columns: 1, pageRows }, onOpen),
        isDraggable: true,
      }}
    />
  );
}

const idOf = ({ id }: ImageItem) => id;

type ImageColumn = Column<ImageItem> & { readonly key: SortKey };

export const imageColumns: readonly ImageColumn[] = [
  {
    key: 'name',
    title: 'Name',
    width: 'minmax(170px, 1fr)',
    isSortable: true,
    render: (image) => (
      <div className={classes.name} title={image.name}>
        <div className={classes.picture}>
          <Thumbnail {...thumbnailSource(image)} />
        </div>
        {image.name}
      </div>
    ),
  },
  {
    key: 'diagnosis',
    title: 'Class',
    width: '142px',
    isSortable: true,
    render: ({ diagnosis }) => diagnosis && <ClassBadge diagnosis={diagnosis} />,
  },
  {
    key: 'split',
    title: 'Split',
    width: '82px',
    isSortable: true,
    render: ({ split }) => split && <SplitBadge split={split} />,
  },
  {
    key: 'verdict',
    title: 'Review',
    width: '90px',
    isSortable: true,
    render: ({ verdict }) => verdict && <VerdictBadge verdict={verdict} />,
  },
  countColumn('annotated', 'Annotated'),
  countColumn('predicted', 'Extracted'),
  countColumn('edited', 'Edited'),
  {
    key: 'pixels',
    title: 'Pixels',
    width: '104px',
    isNumeric: true,
    isSortable: true,
    render: ({ width, height }) => `${width} × ${height}`,
  },
];

function countColumn(key: 'annotated' | 'predicted' | 'edited', title: string): ImageColumn {
  return {
    key,
    title,
    width: '76px',
    isNumeric: true,
    isSortable: true,
    render: ({ masks }) => masks[key] || '–',
  };
}

export function imagesCsv(images: readonly ImageItem[]): string {
  return toCsv(
    ['id', 'name', 'class', 'split', 'review', 'annotated', 'predicted', 'edited', 'width', 'height'],
    images.map(({ id, name, diagnosis, split, verdict, masks, width, height }) => [
      ...[id, name, diagnosis, split, verdict],
      ...[masks.annotated, masks.predicted, masks.edited, width, height],
    ]),
  );
}
