import { Group, List, Paper, Select, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { BenchmarkInfo, BenchmarkReport } from '../../shared/api/benchmark.ts';
import { identityOf } from '../../shared/benchmark-comparison.ts';
import {
  type BenchmarkRow,
  benchmarkRows,
  type Headline,
  headlines,
} from '../../shared/benchmark-figures.ts';
import {
  formatDifference,
  formatFigure,
  formatRatio,
  formatScore,
  networkNames,
  protocolText,
  variantName,
  workloadText,
} from '../../shared/benchmark-text.ts';
import { benchmarkQuery } from '../api/queries.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { type Column, VirtualTable } from '../ui/lists/virtual-table.tsx';
import { Section } from '../ui/screen.tsx';
import { variantKey, variantLooks } from './bar-colours.ts';
import classes from './benchmark.module.css';
import { chartTitle, measures } from './chart-data.ts';
import { ChartPanel } from './chart-panel.tsx';
import { MachineFacts } from './machine-facts.tsx';
import { ResultHeader } from './result-header.tsx';
import type { View } from './use-view.ts';

export interface ResultPanelProps {
  readonly info: BenchmarkInfo;
  readonly results: readonly BenchmarkInfo[];
  readonly view: View;
}

/** One result: what int8 gains, how it was measured and on what, bars, all figures. */
export function ResultPanel({ info, results, view }: ResultPanelProps) {
  const { data: report, isError, error, refetch } = useQuery(benchmarkQuery(info.id));
  return (
    <Stack gap="lg">
      <ResultHeader info={info} report={report} results={results} view={view} />
      {isError && <ErrorPanel error={error} onRetry={() => void refetch()} />}
      {report && <Report report={report} />}
    </Stack>
  );
}

function Report({ report }: { report: BenchmarkReport }) {
  const entries = useMemo(
    () => benchmarkRows(report).map((row) => ({ row, key: variantKey(row) })),
    [report],
  );
  return (
    <>
      <HeadlineCards report={report} />
      {entries.length > 0 && (
        <Section title="Charts">
          <ChartPanel entries={entries} looks={variantLooks} measures={measures} />
        </Section>
      )}
      {entries.length > 0 && <VariantsTable report={report} />}
      <NotRun report={report} />
      <Section title="Measured how, and on what">
        <Text size="sm" mb="xs">
          {protocolText(report)}
        </Text>
        <MachineFacts machine={report.machine} />
      </Section>
    </>
  );
}

function NotRun({ report: { notRun } }: { report: BenchmarkReport }) {
  if (notRun.length === 0) return null;
  return (
    <Section title="Not run">
      <List size="sm" spacing={4}>
        {notRun.map(({ what, why }) => (
          <List.Item key={`${what} ${why}`}>
            <b>{what}</b>: {why}
          </List.Item>
        ))}
      </List>
    </Section>
  );
}

/** How much faster int8 is, as a number that can be read across the room, with what it was measured with. */
function HeadlineCards({ report }: { report: BenchmarkReport }) {
  const all = headlines(report);
  if (all.length === 0) return null;
  return (
    <SimpleGrid cols={{ base: 2, xl: Math.min(4, all.length) }} spacing="sm">
      {all.map((headline) => (
        <HeadlineCard key={headline.network} headline={headline} />
      ))}
    </SimpleGrid>
  );
}

function HeadlineCard({ headline }: { headline: Headline }) {
  const { network, speed, series, fp32, int8, lowest, highest, workloads } = headline;
  return (
    <Paper withBorder p="sm" component="section" aria-label={networkNames[network]}>
      <Text size="sm" fw={600}>
        {networkNames[network]}
      </Text>
      <div className={classes.headline}>
        <span className={classes.bigNumber}>{formatRatio(speed)}</span>
        <Text size="sm">as fast in int8</Text>
      </div>
      <Text size="xs" c="dimmed">
        {formatFigure(int8.latency.median)} ms instead of {formatFigure(fp32.latency.median)} ms in fp32:{' '}
        {workloadText(series)}
      </Text>
      {workloads > 1 && (
        <Text size="xs" c="dimmed">
          {formatRatio(lowest)} to {formatRatio(highest)} over {workloads} workloads
        </Text>
      )}
      <Text size="xs" mt={4}>
        {int8.model ? accuracyChanges(headline) : 'Random weights: for the time alone'}
      </Text>
    </Paper>
  );
}

/** "F1 0.8101 instead of 0.8123" */
function accuracyChanges({ fp32, int8 }: Headline): string {
  return Object.entries(int8.accuracy ?? {})
    .map(([name, value]) => {
      const before = fp32.accuracy?.[name];
      return `${name} ${formatScore(value)}${before === undefined ? '' : ` instead of ${formatScore(before)}`}`;
    })
    .join(', ');
}

const rowHeight = 30;
const mostHeight = 420;
const everything = 'All networks and inputs';

/** Every variant with all that was measured, of one network and kind of input or of all. */
function VariantsTable({ report }: { report: BenchmarkReport }) {
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
