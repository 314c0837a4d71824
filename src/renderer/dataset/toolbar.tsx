import { ActionIcon, Group, SegmentedControl, Select, Slider, Text, TextInput, Tooltip } from '@mantine/core';
import { ArrowDownAZ, ArrowUpAZ, LayoutGrid, List, Search } from 'lucide-react';
import type { RefObject } from 'react';
import { CopyTextButton } from '../ui/copy.tsx';
import { formatCount } from '../ui/format.ts';
import { sortKeys } from './filters.ts';
import { imageColumns, imagesCsv } from './image-table.tsx';
import type { DatasetView, ViewMode } from './use-dataset-view.ts';

/** Search, order and look of the list. */
export function Toolbar({
  view,
  searchRef,
}: {
  view: DatasetView;
  searchRef: RefObject<HTMLInputElement | null>;
}) {
  const { images, shown, filter, setFilter, mode } = view;
  const isAll = shown.length === images.length;
  return (
    <Group gap="sm" wrap="nowrap">
      <TextInput
        ref={searchRef}
        size="xs"
        w={220}
        placeholder="Search names"
        aria-label="Search names"
        leftSection={<Search size={14} aria-hidden />}
        value={filter.text}
        onChange={({ currentTarget }) => setFilter({ ...filter, text: currentTarget.value })}
      />
      <Text size="sm" c="dimmed" aria-live="polite" style={{ whiteSpace: 'nowrap' }}>
        {isAll
          ? formatCount(images.length, 'image')
          : `${shown.length} of ${formatCount(images.length, 'image')}`}
      </Text>
      <Group gap="sm" ml="auto" wrap="nowrap">
        {mode === 'grid' ? (
          <GridControls view={view} />
        ) : (
          <CopyTextButton label="CSV" text={() => imagesCsv(shown)} />
        )}
        <ModeControl view={view} />
      </Group>
    </Group>
  );
}

const sortNames = [
  ...imageColumns.map(({ key, title }) => ({ value: key, label: title })),
  { value: 'id', label: 'Import order' },
];

function GridControls({ view }: { view: DatasetView }) {
  const { sorting, setSorting, tileSize, setTileSize } = view;
  const { isDescending } = sorting;
  const label = isDescending ? 'Descending' : 'Ascending';
  return (
    <>
      <Slider
        w={90}
        size="sm"
        min={110}
        max={360}
        step={10}
        label={null}
        value={tileSize}
        onChange={setTileSize}
        thumbLabel="Size of the pictures"
      />
      <Select
        size="xs"
        w={130}
        aria-label="Sort by"
        data={sortNames}
        value={sorting.key}
        allowDeselect={false}
        onChange={(value) => {
          const key = sortKeys.find((sortKey) => sortKey === value);
          if (key) setSorting({ ...sorting, key });
        }}
      />
      <Tooltip label={label}>
        <ActionIcon
          variant="default"
          size={30}
          aria-label={label}
          onClick={() => setSorting({ ...sorting, isDescending: !isDescending })}
        >
          {isDescending ? <ArrowUpAZ size={16} /> : <ArrowDownAZ size={16} />}
        </ActionIcon>
      </Tooltip>
    </>
  );
}

const modes: readonly { value: ViewMode; name: string; icon: typeof List }[] = [
  { value: 'grid', name: 'Pictures', icon: LayoutGrid },
  { value: 'table', name: 'Table', icon: List },
];

function ModeControl({ view }: { view: DatasetView }) {
  return (
    <SegmentedControl
      size="xs"
      aria-label="View"
      value={view.mode}
      onChange={view.setMode}
      data={modes.map(({ value, name, icon: Icon }) => ({
        value,
        label: <Icon size={16} aria-label={name} role="img" style={{ display: 'block' }} />,
      }))}
    />
  );
}
