import { SegmentedControl, Stack } from '@mantine/core';
import { type ReactNode, useMemo, useState } from 'react';
import type { ImportPreview } from '../../../shared/api/images.ts';
import { type Column, VirtualTable } from '../../ui/lists/virtual-table.tsx';
import { imageColumns, leftOutColumns, maskColumns, twoLineHeight } from './preview-columns.tsx';
import { commonFolder } from './preview-summary.ts';

interface ListTab {
  readonly value: string;
  readonly label: string;
  readonly content: ReactNode;
}

/** The files in three lists: images with what belongs to them, masks of others, and what is left out. */
export function PreviewLists({ preview }: { preview: ImportPreview }) {
  const folder = useMemo(() => commonFolder(filesOf(preview)), [preview]);
  const tabs = [
    listTab('Images', preview.images, imageColumns(folder)),
    listTab('Masks without a photograph here', preview.masks, maskColumns(folder)),
    listTab('Left out', preview.leftOut, leftOutColumns(folder), twoLineHeight),
  ].filter((tab) => tab !== null);
  const [value, setValue] = useState(tabs[0]?.value ?? '');
  if (tabs.length === 0) return null;
  return (
    <Stack gap="xs">
      {tabs.length > 1 && (
        <SegmentedControl
          size="xs"
          style={{ alignSelf: 'flex-start' }}
          aria-label="Files"
          data={tabs.map(({ value, label }) => ({ value, label }))}
          value={value}
          onChange={setValue}
        />
      )}
      <div style={{ height: 280 }}>{tabs.find((tab) => tab.value === value)?.content}</div>
    </Stack>
  );
}

function listTab<Row extends { readonly file: string }>(
  title: string,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  rowHeight?: number,
): ListTab | null {
  if (rows.length === 0) return null;
  return {
    value: title,
    label: `${title} (${rows.length})`,
    content: (
      <VirtualTable
        key={title}
        label={title}
        columns={columns}
        rows={rows}
        rowKey={fileOf}
        {...(rowHeight !== undefined && { rowHeight })}
      />
    ),
  };
}

const fileOf = (row: { readonly file: string }) => row.file;

function filesOf({ images, masks, leftOut }: ImportPreview): string[] {
  return [...images, ...masks, ...leftOut].map(fileOf);
}
