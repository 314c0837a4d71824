import { Group, Select, Text, Title } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { BenchmarkReport } from '../../shared/api/benchmark.ts';
import { identityOf } from '../../shared/benchmark-comparison.ts';
import { type BenchmarkRow, benchmarkRows } from '../../shared/benchmark-figures.ts';
import {
  formatDifference,
  formatFigure,
  formatRatio,
  formatScore,
  variantName,
} from '../../shared/benchmark-text.ts';
import { type Column, VirtualTable } from '../ui/lists/virtual-table.tsx';
import { chartTitle } from './chart-data.ts';

const rowHeight = 30;
const mostHeight = 420;
const everything = 'All networks and inputs';

/** Every variant with all that was measured, of one network and kind of input or of all. */
export function VariantsTable({ report }: { report: BenchmarkReport }) {
  const rows = useMemo(() => benchmarkRows(report), [report]);
  const inputs = useMemo(() => [...new Set(rows.map(chartTitle))], [rows]);
  const [input, setInput] = useState(everything);
  const shown = useMemo(
    () => (input === everything ? rows : rows.filter((row) => chartTitle(row) === input)),
    [rows, input],
  );
  return (
    <section>
      <Group justify="space-between" mb="xs">
        <Title order={3} size="h5">
          All variants
        </Title>
        {inputs.length > 1 && (
          <Select
            size="xs"
            w={320}
            aria-label="Network and input"
            allowDeselect={false}
            data={[everything, ...inputs]}
            value={input}
            onChange={(value) => value !== null && setInput(value)}
          />
        )}
      </Group>
      <div style={{ height: Math.min(rowHeight * (shown.length + 1) + 2, mostHeight) }}>
        <VirtualTable
          label="All variants"
          columns={input === everything ? [inputColumn, ...columns] : columns}
          rows={shown}
          rowKey={identityOf}
          rowHeight={rowHeight}
        />
      </div>
      <Text size="xs" c="dimmed" mt={6}>
        Median with quartiles in milliseconds a batch; memory in megabytes; speed is that of fp32 on ONNX
        Runtime over the median; “difference” is the mean absolute difference of the outputs from those of
        ONNX Runtime in fp32.
        {report.accuracyOn !== null && ` Accuracy: ${report.accuracyOn}`}
      </Text>
    </section>
  );
}

const numeric = (
  key: string,
  title: string,
  width: number,
  render: Column<BenchmarkRow>['render'],
): Column<BenchmarkRow> => ({ ...{ key, title, render }, width: `${width}px`, isNumeric: true });

const inputColumn: Column<BenchmarkRow> = {
  key: 'input',
  title: 'Network and input',
  width: 'minmax(236px, 1fr)',
  render: chartTitle,
};

const columns: readonly Column<BenchmarkRow>[] = [
  numeric('batch', 'Batch', 40, ({ batch }) => String(batch)),
  numeric('threads', 'Threads', 50, ({ threads }) => String(threads)),
  {
    key: 'variant',
    title: 'Variant',
    width: 'minmax(176px, 1fr)',
    render: (row) => <span title={titleOf(row)}>{variantName(row)}</span>,
  },
  numeric('latency', 'Median, ms', 144, ({ latency: { median, q1, q3 } }) => (
    <>
      {formatFigure(median)}{' '}
      <Text span inherit c="dimmed">
        ({formatFigure(q1)}–{formatFigure(q3)})
      </Text>
    </>
  )),
  numeric('speed', 'Speed', 52, ({ speed }) => (speed === null ? '–' : formatRatio(speed))),
  numeric('rate', 'Images/s', 58, ({ imagesPerSecond }) => formatFigure(imagesPerSecond)),
  numeric('memory', 'MB', 46, ({ peakMemory }) =>
    peakMemory === null ? '–' : formatFigure(peakMemory / 1e6),
  ),
  numeric('difference', 'Difference', 64, ({ difference }) => formatDifference(difference)),
  numeric('accuracy', 'Accuracy', 124, ({ accuracy }) => accuracyText(accuracy)),
];

/** "ONNX Runtime int8, network unet-hrf-int8" */
const titleOf = (row: BenchmarkRow) =>
  row.model ? `${variantName(row)}, network ${row.model.name}` : variantName(row);

/** "F1 0.8103" */
function accuracyText(accuracy: BenchmarkRow['accuracy']): string {
  const parts = Object.entries(accuracy ?? {}).map(([name, score]) => `${name} ${formatScore(score)}`);
  return parts.join(', ') || '–';
}
