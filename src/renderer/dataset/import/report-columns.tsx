import type { ImportReport } from '../../../shared/jobs/results.ts';
import { ClassBadge, SplitBadge } from '../../ui/badges.tsx';
import type { Column } from '../../ui/lists/virtual-table.tsx';
import { layoutNames } from '../labels.ts';
import { fileColumn, TwoLines } from './preview-columns.tsx';

type Taken = ImportReport['taken'][number];
type Added = ImportReport['added'][number];
type Failed = ImportReport['failed'][number];

/** @param folder what the paths have in common and do not show */
export function takenColumns(folder: string): readonly Column<Taken>[] {
  return [
    fileColumn(folder),
    { key: 'name', title: 'Name', width: '120px', render: ({ name }) => name },
    { key: 'layout', title: 'Layout', width: '90px', render: ({ layout }) => layoutNames[layout] ?? layout },
    {
      key: 'size',
      title: 'Pixels',
      width: '100px',
      render: ({ width, height }) => `${width} × ${height}`,
    },
    {
      key: 'diagnosis',
      title: 'Class',
      width: '140px',
      render: ({ diagnosis }) => diagnosis && <ClassBadge diagnosis={diagnosis} />,
    },
    {
      key: 'split',
      title: 'Split',
      width: '84px',
      render: ({ split }) => split && <SplitBadge split={split} />,
    },
    {
      key: 'masks',
      title: 'Masks',
      width: '150px',
      render: ({ annotations, fov }) => `${annotations} drawn, FOV ${fov}`,
    },
    {
      key: 'note',
      title: 'Removed',
      width: 'minmax(120px, 0.7fr)',
      render: ({ stripped, note }) => {
        const text = [stripped.join(', '), note].filter(Boolean).join('; ');
        return <span title={text}>{text}</span>;
      },
    },
  ];
}

export function addedColumns(folder: string): readonly Column<Added>[] {
  return [
    fileColumn(folder),
    {
      key: 'role',
      title: 'What it is',
      width: '150px',
      render: ({ role }) => (role === 'annotation' ? 'vessel annotation' : 'field of view'),
    },
    { key: 'image', title: 'Of image', width: 'minmax(150px, 1fr)', render: ({ image }) => image },
  ];
}

export function failedColumns(folder: string): readonly Column<Failed>[] {
  return [
    fileColumn(folder),
    {
      key: 'message',
      title: 'What is wrong',
      width: 'minmax(220px, 1.6fr)',
      render: ({ message, image }) => {
        const text = image === null ? message : `${message}; left out with it: ${image.slice(folder.length)}`;
        return <TwoLines text={text} />;
      },
    },
    {
      key: 'hint',
      title: 'What to do',
      width: 'minmax(180px, 1.2fr)',
      render: ({ hint }) => hint && <TwoLines text={hint} />,
    },
    { key: 'code', title: 'Code', width: '130px', render: ({ code }) => code },
  ];
}
