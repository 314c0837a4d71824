import { Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { RunInfo, RunMetrics, RunSample } from '../../shared/api/training.ts';
import { runMetricsQuery, runSamplesQuery } from '../api/queries.ts';
import { CopyCsv } from '../ui/copy.tsx';
import { formatDuration } from '../ui/format.ts';
import { Section } from '../ui/screen.tsx';
import { elapsedSeconds } from '../ui/work/pace.ts';
import { RunCharts, SampleGrid } from './charts/run-charts.tsx';
import { compareFigures, compareSettings } from './metrics.ts';
import { sampleSteps } from './samples.ts';
import { formatFigure } from './series.ts';
import { settingLabel } from './settings.ts';
import classes from './training.module.css';

/** Two or more runs side by side: curves, figures, the settings that differ, pictures. */
export function ComparePanel({ runs, onClose }: { runs: readonly RunInfo[]; onClose: () => void }) {
  const metrics = useQueries({
    queries: runs.map(({ id }) => runMetricsQuery(id)),
    combine: dataOf<RunMetrics>,
  });
  const samples = useQueries({
    queries: runs.map(({ id }) => runSamplesQuery(id)),
    combine: dataOf<RunSample[]>,
  });
  const named = useMemo(
    () =>
      runs.flatMap(({ id, name }, index) => {
        const found = metrics[index];
        return found ? [{ key: String(id), name: `${name} (${id})`, metrics: found }] : [];
      }),
    [runs, metrics],
  );
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Title order={2} size="h4">
          {runs.length} runs side by side
        </Title>
        <Button size="xs" variant="default" onClick={onClose}>
          End comparison
        </Button>
      </Group>
      <RunCharts runs={named} />
      <FigureComparison runs={runs} metrics={runs.map((_, index) => metrics[index] ?? {})} />
      <SettingComparison runs={runs} />
      <SampleComparison runs={runs} samples={samples} />
    </Stack>
  );
}

const dataOf = <T,>(results: readonly { readonly data: T | undefined }[]) => results.map(({ data }) => data);

const runTitle = ({ name, id }: RunInfo) => `${name} (${id})`;

function HeadRow({ first, runs }: { first: string; runs: readonly RunInfo[] }) {
  return (
    <Table.Thead>
      <Table.Tr>
        <Table.Th>{first}</Table.Th>
        {runs.map((run) => (
          <Table.Th key={run.id}>{runTitle(run)}</Table.Th>
        ))}
      </Table.Tr>
    </Table.Thead>
  );
}

function FigureComparison({ runs, metrics }: { runs: readonly RunInfo[]; metrics: readonly RunMetrics[] }) {
  const rows = compareFigures(metrics);
  return (
    <Section title="Figures at the end">
      <Table className={classes.numbers} verticalSpacing={4}>
        <HeadRow first="Figure" runs={runs} />
        <Table.Tbody>
          {rows.map(({ figure, values, best }) => (
            <Table.Tr key={figure.name}>
              <Table.Th fw={400} title={figure.meaning}>
                {figure.label}
              </Table.Th>
              {values.map((value, index) => (
                <Table.Td key={runs[index]?.id} fw={index === best ? 700 : 400}>
                  {formatFigure(value)}
                  {index === best && ' ✓'}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
          <Table.Tr>
            <Table.Th fw={400}>Time</Table.Th>
            {runs.map((run) => (
              <Table.Td key={run.id}>{formatDuration(elapsedSeconds(run, Date.now()))}</Table.Td>
            ))}
          </Table.Tr>
        </Table.Tbody>
      </Table>
      <CopyCsv
        titles={['figure', ...runs.map(runTitle)]}
        rows={rows.map(({ figure, values }) => [figure.label, ...values])}
      />
    </Section>
  );
}

function SettingComparison({ runs }: { runs: readonly RunInfo[] }) {
  const { differing } = compareSettings(runs);
  const kind = runs[0]?.kind ?? 'segmenter';
  return (
    <Section title="Settings that differ">
      {differing.length === 0 ? (
        <Text size="sm" c="dimmed">
          All settings are the same.
        </Text>
      ) : (
        <Table className={classes.numbers} verticalSpacing={4}>
          <HeadRow first="Setting" runs={runs} />
          <Table.Tbody>
            {differing.map(({ key, values }) => (
              <Table.Tr key={key}>
                <Table.Th fw={400}>{settingLabel(kind, key)}</Table.Th>
                {values.map((value, index) => (
                  <Table.Td key={runs[index]?.id}>{value === undefined ? '–' : String(value)}</Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Section>
  );
}

function SampleComparison({
  runs,
  samples,
}: {
  runs: readonly RunInfo[];
  samples: readonly (readonly RunSample[] | undefined)[];
}) {
  if (samples.every((ofRun) => !ofRun || ofRun.length === 0)) return null;
  return (
    <Section title="Pictures at the last step">
      <div className={classes.sampleRow}>
        {runs.map((run, index) => {
          const ofRun = samples[index] ?? [];
          const step = sampleSteps(ofRun).at(-1);
          return (
            <div key={run.id}>
              <Text size="sm" fw={600} mb={4}>
                {runTitle(run)}
                {step !== undefined && `, step ${step}`}
              </Text>
              {step === undefined ? (
                <Text size="sm" c="dimmed">
                  None were recorded.
                </Text>
              ) : (
                <SampleGrid samples={ofRun} step={step} />
              )}
            </div>
          );
        })}
      </div>
    </Section>
  );
}
