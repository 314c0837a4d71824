import type { ImageItem } from '../../shared/api/images.ts';
import { VirtualTable } from '../ui/lists/virtual-table.tsx';
import { imageColumns } from './image-columns.tsx';
import { listHandlers } from './list-handlers.ts';
import { nextSorting, sortKeys } from './sorting.ts';
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
