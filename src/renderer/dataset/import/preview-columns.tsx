import { Group, Text } from '@mantine/core';
import type { ImportPreview } from '../../../shared/api/images.ts';
import { ClassBadge, SplitBadge } from '../../ui/badges.tsx';
import type { Column } from '../../ui/lists/virtual-table.tsx';
import { layoutNames } from '../labels.ts';

type PlannedImage = ImportPreview['images'][number];
type PlannedMask = ImportPreview['masks'][number];
type LeftOut = ImportPreview['leftOut'][number];

/** @param folder what the paths have in common and do not show */
export function imageColumns(folder: string): readonly Column<PlannedImage>[] {
  return [
    fileColumn(folder),
    { key: 'layout', title: 'Layout', width: '100px', render: ({ layout }) => layoutNames[layout] ?? layout },
    {
      key: 'annotations',
      title: 'Vessel annotation',
      width: '150px',
      render: ({ annotations }) => annotations.map(observerOf).join(', ') || <None />,
    },
    {
      key: 'fov',
      title: 'Field of view',
      width: '130px',
      render: ({ fov }) =>
        fov === null ? (
          <Text inherit c="dimmed" span>
            will be estimated
          </Text>
        ) : (
          'given'
        ),
    },
    {
      key: 'diagnosis',
      title: 'Class',
      width: '150px',
      render: ({ diagnosis }) => (diagnosis ? <ClassBadge diagnosis={diagnosis} /> : <None />),
    },
    {
      key: 'split',
      title: 'Split',
      width: '90px',
      render: ({ split }) => (split ? <SplitBadge split={split} /> : <None />),
    },
  ];
}

export function maskColumns(folder: string): readonly Column<PlannedMask>[] {
  return [
    fileColumn(folder),
    {
      key: 'role',
      title: 'What it is',
      width: '150px',
      render: ({ role }) => (role === 'annotation' ? 'vessel annotation' : 'field of view'),
    },
    {
      key: 'image',
      title: 'Goes to',
      width: 'minmax(200px, 1fr)',
      render: ({ image }) =>
        image === null ? (
          <Text inherit c="dimmed" span>
            no photograph of this name: will be left out
          </Text>
        ) : (
          <Group gap={6}>
            <b>{image}</b> of this project
          </Group>
        ),
    },
  ];
}

export function leftOutColumns(folder: string): readonly Column<LeftOut>[] {
  return [
    fileColumn(folder),
    {
      key: 'reason',
      title: 'Why',
      width: 'minmax(240px, 1.4fr)',
      render: ({ reason }) => <TwoLines text={reason} />,
    },
  ];
}

export function fileColumn<Row extends { readonly file: string }>(folder: string): Column<Row> {
  return {
    key: 'file',
    title: 'File',
    width: 'minmax(180px, 1fr)',
    render: ({ file }) => <span title={file}>{file.slice(folder.length)}</span>,
  };
}

const observerOf = ({ observer }: PlannedImage['annotations'][number]) => observer ?? 'yes';

function None() {
  return (
    <Text inherit c="dimmed" span>
      none
    </Text>
  );
}

/** Height of the rows of a table with explanations of two lines. */
export const twoLineHeight = 48;

export function TwoLines({ text }: { text: string }) {
  return (
    <Text inherit lineClamp={2} lh={1.35} title={text} style={{ whiteSpace: 'normal' }}>
      {text}
    </Text>
  );
}
