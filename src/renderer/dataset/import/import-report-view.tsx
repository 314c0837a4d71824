import { Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { ImportReport } from '../../../shared/jobs/results.ts';
import { ClassBadge, SplitBadge } from '../../ui/badges.tsx';
import { CopyTextButton } from '../../ui/copy.tsx';
import { formatCount } from '../../ui/format.ts';
import { type Column, VirtualTable } from '../../ui/lists/virtual-table.tsx';
import { layoutNames } from '../labels.ts';
import { importReportCsv } from './import-report.ts';
import { fileColumn, leftOutColumns, TwoLines, twoLineHeight } from './preview-columns.tsx';
import { commonFolder } from './preview-summary.ts';

type ListName = keyof ImportReport;

const titles: Readonly<Record<ListName, string>> = {
  taken: 'Imported',
  added: 'Masks added',
  leftOut: 'Left out',
  failed: 'Failed',
};

/** What became of each file of an import. Failures, if there are any, come to the eye first. */
export function ImportReportView({ result: report }: { result: ImportReport }) {
  const lists = (['taken', 'added', 'leftOut', 'failed'] as const).filter((name) => report[name].length > 0);
  const [list, setList] = useState<ListName>(report.failed.length > 0 ? 'failed' : (lists[0] ?? 'taken'));
  return (
    <Stack gap="sm">
      <Group justify="space-between">
        <Text fw={600}>{headline(report)}</Text>
        <CopyTextButton label="CSV" text={() => importReportCsv(report)} />
      </Group>
      {lists.length > 1 && (
        <SegmentedControl
          size="xs"
          style={{ alignSelf: 'flex-start' }}
          aria-label="Files"
          data={lists.map((name) => ({ value: name, label: `${titles[name]} (${report[name].length})` }))}
          value={list}
          onChange={setList}
        />
      )}
      {lists.length > 0 && (
        <div style={{ height: 300 }}>
          <ReportList report={report} list={list} />
        </div>
      )}
    </Stack>
  );
}

function ReportList({ report, list }: { report: ImportReport; list: ListName }) {
  const folder = useMemo(
    () => commonFolder(Object.values(report).flatMap((rows) => rows.map(({ file }) => file))),
    [report],
  );
  const label = titles[list];
  if (list === 'taken')
    return <VirtualTable label={label} rows={report.taken} columns={takenColumns(folder)} rowKey={rowKey} />;
  if (list === 'added')
    return <VirtualTable label={label} rows={report.added} columns={addedColumns(folder)} rowKey={rowKey} />;
  if (list === 'leftOut')
    return (
      <VirtualTable
        rowHeight={twoLineHeight}
        label={label}
        rows={report.leftOut}
        columns={leftOutColumns(folder)}
        rowKey={rowKey}
      />
    );
  return (
    <VirtualTable
      rowHeight={twoLineHeight}
      label={label}
      rows={report.failed}
      columns={failedColumns(folder)}
      rowKey={rowKey}
    />
  );
}

const rowKey = (_row: unknown, index: number) => index;

function headline({ taken, added, leftOut, failed }: ImportReport): string {
  const parts = [`${formatCount(taken.length, 'image')} imported`];
  if (added.length > 0) parts.push(`${formatCount(added.length, 'mask')} added`);
  if (leftOut.length > 0) parts.push(`${formatCount(leftOut.length, 'file')} left out`);
  if (failed.length > 0) parts.push(`${formatCount(failed.length, 'file')} failed`);
  return parts.join(' · ');
}

type Taken = ImportReport['taken'][number];
type Added = ImportReport['added'][number];
type Failed = ImportReport['failed'][number];

/** @param folder what the paths have in common and do not show */
function takenColumns(folder: string): readonly Column<Taken>[] {
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

function addedColumns(folder: string): readonly Column<Added>[] {
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

function failedColumns(folder: string): readonly Column<Failed>[] {
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
