import { List, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { BenchmarkInfo, BenchmarkReport } from '../../shared/api/benchmark.ts';
import { benchmarkRows } from '../../shared/benchmark-figures.ts';
import { protocolText } from '../../shared/benchmark-text.ts';
import { benchmarkQuery } from '../api/queries.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { Section } from '../ui/screen.tsx';
import { variantKey, variantLooks } from './bar-colours.ts';
import { ChartPanel } from './chart-panel.tsx';
import { HeadlineCards } from './headline-cards.tsx';
import { MachineFacts } from './machine-facts.tsx';
import { measures } from './measures.ts';
import { ResultHeader } from './result-header.tsx';
import type { View } from './use-view.ts';
import { VariantsTable } from './variants-table.tsx';

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
