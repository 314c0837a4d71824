import { Button, Group, Paper, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import type { MachineLoad, RunInfo, RunMetrics } from '../../shared/api/training.ts';
import { machineQuery, runMetricsQuery, runSamplesQuery } from '../api/queries.ts';
import { CopyCsv } from '../ui/copy.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatBytes, formatDate, formatDuration } from '../ui/format.ts';
import { Section } from '../ui/screen.tsx';
import { JobProgress } from '../ui/work/job-progress.tsx';
import { elapsedSeconds, itemsPerMinute } from '../ui/work/pace.ts';
import { RunCharts, RunSamples } from './charts/run-charts.tsx';
import { isUnderWay, statusOf, type TrainingEntry } from './entries.ts';
import { finalFigures } from './metrics.ts';
import { StatusBadge } from './run-list.tsx';
import { sparkline } from './samples.ts';
import { formatFigure } from './series.ts';
import { settingLabel } from './settings.ts';
import classes from './training.module.css';
import { useUseModel } from './use-model.ts';

/** One training: how far it is, its curves, what the network makes of photographs, its settings. */
export function RunPanel({ entry, run }: { entry: TrainingEntry; run: RunInfo }) {
  const metrics = useQuery(runMetricsQuery(run.id));
  const samples = useQuery(runSamplesQuery(run.id));
  const isRunning = isUnderWay(entry);
  const error = entry.job?.error;
  return (
    <Stack gap="md">
      <RunHeader entry={entry} run={run} />
      {error && statusOf(entry) === 'failed' && <ErrorPanel error={error} />}
      <Facts entry={entry} run={run} />
      {metrics.isError && <ErrorPanel error={metrics.error} onRetry={() => void metrics.refetch()} />}
      {metrics.data && <Curves run={run} metrics={metrics.data} />}
      {samples.data && samples.data.length > 0 && (
        <Section title={isRunning ? 'What it makes of photographs now' : 'What it made of photographs'}>
          <RunSamples samples={samples.data} />
        </Section>
      )}
      {isRunning && (
        <Section title="This machine">
          <MachinePanel />
        </Section>
      )}
      {metrics.data && Object.keys(metrics.data).length > 0 && (
        <Section title="Figures">
          <FiguresTable name={run.name} metrics={metrics.data} />
        </Section>
      )}
      <Section title="Settings">
        <SettingsTable run={run} />
      </Section>
    </Stack>
  );
}

function RunHeader({ entry, run }: { entry: TrainingEntry; run: RunInfo }) {
  const { job } = entry;
  return (
    <>
      <Group justify="space-between" wrap="nowrap">
        <EntryTitle entry={entry} />
        <ModelAction run={run} />
      </Group>
      {job && statusOf(entry) !== 'finished' && <JobProgress job={job} />}
    </>
  );
}

export function EntryTitle({ entry }: { entry: TrainingEntry }) {
  return (
    <Group gap="sm" wrap="nowrap" miw={0}>
      <Title order={2} size="h4">
        {entry.name}
      </Title>
      <Text c="dimmed" size="sm">
        {entry.kind}
      </Text>
      <StatusBadge status={statusOf(entry)} />
    </Group>
  );
}

function ModelAction({ run: { model, kind } }: { run: RunInfo }) {
  const use = useUseModel();
  if (!model) return null;
  if (model.isCurrent) {
    return (
      <Group gap={6} wrap="nowrap">
        <CircleCheck size={18} aria-hidden color="var(--mantine-color-success)" />
        <Text size="sm">The project's {kind}</Text>
      </Group>
    );
  }
  return (
    <Button size="xs" loading={use.isRunning} onClick={() => use.run(model)}>
      Use as the project's {kind}
    </Button>
  );
}

function Facts({ entry, run }: { entry: TrainingEntry; run: RunInfo }) {
  const { job } = entry;
  const isRunning = isUnderWay(entry);
  const step = isRunning && job?.total === run.steps ? job.done : run.step;
  const pace = isRunning && job ? itemsPerMinute(job) : null;
  const facts: [string, string][] = [
    ['Step', `${step.toLocaleString('en-GB')} of ${run.steps.toLocaleString('en-GB')}`],
  ];
  if (isRunning && job?.remaining != null) facts.push(['Time remaining', formatDuration(job.remaining)]);
  if (pace !== null) facts.push(['Pace', `${formatFigure(Number(pace.toPrecision(3)))} steps a minute`]);
  facts.push(['Started', formatDate(run.startedAt)]);
  if (run.finishedAt)
    facts.push([
      run.status === 'finished' ? 'Took' : 'Ran for',
      formatDuration(elapsedSeconds(run, Date.now())),
    ]);
  if (run.model) facts.push(['Model', run.model.name]);
  return (
    <div className={classes.facts}>
      {facts.map(([name, value]) => (
        <div key={name}>
          <Text size="xs" c="dimmed">
            {name}
          </Text>
          <Text fw={600} className={classes.numbers}>
            {value}
          </Text>
        </div>
      ))}
    </div>
  );
}

function Curves({ run, metrics }: { run: RunInfo; metrics: RunMetrics }) {
  const runs = useMemo(() => [{ key: String(run.id), name: run.name, metrics }], [run.id, run.name, metrics]);
  if (Object.keys(metrics).length === 0) {
    return (
      <Paper withBorder p="md">
        <Text c="dimmed" size="sm">
          The curves begin with step 20: figures are recorded as means over 20 steps.
        </Text>
      </Paper>
    );
  }
  return <RunCharts runs={runs} />;
}

function SettingsTable({ run: { kind, options } }: { run: RunInfo }) {
  return (
    <Table withRowBorders={false} verticalSpacing={2} className={classes.numbers}>
      <Table.Tbody>
        {Object.entries(options).map(([key, value]) => (
          <Table.Tr key={key}>
            <Table.Th fw={400} c="dimmed" w={220}>
              {settingLabel(kind, key)}
            </Table.Th>
            <Table.Td>{String(value)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

/** The last and the best value of each figure of a run, with its meaning. */
function FiguresTable({ name, metrics }: { name: string; metrics: RunMetrics }) {
  const figures = finalFigures(metrics);
  const rows = figures.map(({ label, last, best }) => [
    name,
    label,
    last,
    best?.value ?? null,
    best?.step ?? null,
  ]);
  return (
    <>
      <Table className={classes.numbers} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Figure</Table.Th>
            <Table.Th ta="right">Last</Table.Th>
            <Table.Th ta="right">Best</Table.Th>
            <Table.Th ta="right" style={{ whiteSpace: 'nowrap' }}>
              at step
            </Table.Th>
            <Table.Th>Meaning</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {figures.map(({ name: key, label, last, best, meaning }) => (
            <Table.Tr key={key}>
              <Table.Th fw={500}>{label}</Table.Th>
              <Table.Td ta="right">{formatFigure(last)}</Table.Td>
              <Table.Td ta="right">{formatFigure(best?.value)}</Table.Td>
              <Table.Td ta="right">{formatFigure(best?.step)}</Table.Td>
              <Table.Td>
                <Text size="xs" c="dimmed">
                  {meaning}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <CopyCsv titles={['run', 'figure', 'last', 'best', 'best at step']} rows={rows} />
    </>
  );
}

/** Three minutes, one reading in two seconds. */
const kept = 90;

/** Processor and memory over the last minutes. */
function MachinePanel() {
  const readings = useReadings();
  const last = readings.at(-1);
  if (!last) return null;
  const { cores, processor, memory } = last;
  return (
    <div className={classes.load}>
      <Load
        title={`Processor, ${cores} cores`}
        value={`${Math.round(100 * processor)} %`}
        shares={readings.map((reading) => reading.processor)}
      />
      <Load
        title="Memory"
        value={`${formatBytes(memory.used)} of ${formatBytes(memory.total)}, ${formatBytes(memory.process)} by Fundus Studio`}
        shares={readings.map((reading) => reading.memory.used / reading.memory.total)}
      />
    </div>
  );
}

function useReadings(): readonly MachineLoad[] {
  const { data, dataUpdatedAt } = useQuery({ ...machineQuery, structuralSharing: false });
  const [readings, setReadings] = useState<readonly MachineLoad[]>([]);
  useEffect(() => {
    if (data && dataUpdatedAt > 0) setReadings((before) => [...before, data].slice(-kept));
  }, [data, dataUpdatedAt]);
  return readings;
}

function Load({ title, value, shares }: { title: string; value: string; shares: readonly number[] }) {
  const { line, area } = sparkline(shares, kept);
  return (
    <div>
      <Group justify="space-between" wrap="nowrap">
        <Text size="xs" c="dimmed">
          {title}
        </Text>
        <Text size="xs" fw={600} truncate className={classes.numbers}>
          {value}
        </Text>
      </Group>
      <svg
        className={classes.spark}
        viewBox="0 0 100 100"
        preserveAspectRatio="none"
        role="img"
        aria-label={`${title}: ${value}`}
      >
        <path className={classes.sparkArea} d={area} />
        <path className={classes.sparkLine} d={line} />
      </svg>
    </div>
  );
}
