import { Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { ImportReport } from '../../../shared/jobs/results.ts';
import { CopyTextButton } from '../../ui/copy.tsx';
import { formatCount } from '../../ui/format.ts';
import { VirtualTable } from '../../ui/lists/virtual-table.tsx';
import { importReportCsv } from './import-report.ts';
import { leftOutColumns, twoLineHeight } from './preview-columns.tsx';
import { commonFolder } from './preview-summary.ts';
import { addedColumns, failedColumns, takenColumns } from './report-columns.tsx';

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
