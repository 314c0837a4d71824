import { Button, FileButton, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { FileInput, Gauge, Plus } from 'lucide-react';
import type { BenchmarkInfo } from '../../shared/api/benchmark.ts';
import type { JobInfo, JobStatus } from '../../shared/api/jobs.ts';
import { benchmarksQuery } from '../api/queries.ts';
import { useCommands } from '../ui/commands.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { EmptyState, Screen, ScreenColumns, ScreenContent, ScreenHeader } from '../ui/screen.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { describeRequest } from '../ui/work/job-kinds.ts';
import { JobActions, JobProgress } from '../ui/work/job-progress.tsx';
import { isActive, useJobs } from '../ui/work/jobs.ts';
import classes from './benchmark.module.css';
import { BenchmarkList } from './benchmark-list.tsx';
import { ComparePanel } from './compare-panel.tsx';
import { NewBenchmark } from './new-benchmark.tsx';
import { ResultPanel } from './result-panel.tsx';
import { useImport, useReportDrop } from './use-import.ts';
import { useView, type View } from './use-view.ts';

const noResults: readonly BenchmarkInfo[] = [];

/** How fast the networks are on this machine, and on others. */
export function BenchmarkScreen() {
  const results = useQuery(benchmarksQuery);
  const infos = results.data ?? noResults;
  const jobs = useJobs().filter(({ kind }) => kind === 'benchmark');
  const view = useView(infos, jobs);
  const { importFiles, isImporting } = useImport(infos, view.showResult);
  const drop = useReportDrop((files) => void importFiles(files));
  useScreenCommands(view, infos);
  const isListed = infos.length > 0 || jobs.some(({ status }) => status !== 'finished');
  return (
    <Screen className={classes.dropTarget} data-dropping={drop.isOver || undefined} {...drop.handlers}>
      <ScreenHeader
        title="Benchmark"
        description="How fast the networks are on this machine: fp32, int8 and TensorFlow side by side."
      >
        <FileButton multiple accept="application/json,.json" onChange={(files) => void importFiles(files)}>
          {(props) => (
            <Button
              {...props}
              size="xs"
              variant="default"
              loading={isImporting}
              leftSection={<FileInput size={16} aria-hidden />}
            >
              Import…
            </Button>
          )}
        </FileButton>
        <Button size="xs" leftSection={<Plus size={16} aria-hidden />} onClick={view.showNew}>
          New benchmark
        </Button>
      </ScreenHeader>
      {results.isError && <ErrorPanel error={results.error} onRetry={() => void results.refetch()} />}
      {results.data && (
        <ScreenColumns>
          {isListed && <BenchmarkList results={infos} jobs={jobs} view={view} />}
          <ScreenContent key={contentKey(view)}>
            <Content view={view} results={infos} />
          </ScreenContent>
        </ScreenColumns>
      )}
    </Screen>
  );
}

const contentKey = ({ shown }: View) => JSON.stringify(shown.kind === 'job' ? shown.job.id : shown);

function Content({ view, results }: { view: View; results: readonly BenchmarkInfo[] }) {
  const { shown } = view;
  const infoOf = (id: string) => results.find((result) => result.id === id);
  switch (shown.kind) {
    case 'new':
      return <NewBenchmark onStarted={view.showJob} />;
    case 'job':
      return <JobPanel job={shown.job} onNew={view.showNew} />;
    case 'comparison': {
      const [first, second] = shown.ids.map(infoOf);
      return first && second ? <ComparePanel first={first} second={second} view={view} /> : null;
    }
    case 'result': {
      const info = infoOf(shown.id);
      return info ? <ResultPanel info={info} results={results} view={view} /> : null;
    }
    case 'nothing':
      return <NoResults onNew={view.showNew} />;
  }
}

function NoResults({ onNew }: { onNew: () => void }) {
  return (
    <EmptyState
      icon={Gauge}
      title="Nothing has been measured in this project"
      action={
        <Button leftSection={<Plus size={16} aria-hidden />} onClick={onNew}>
          New benchmark
        </Button>
      }
    >
      A benchmark times the networks in fp32 and int8, alone and in batches, and beside TensorFlow where it is
      installed. To compare with another machine, drop its exported JSON file here.
    </EmptyState>
  );
}

/** Keys and commands that go through the results. */
function useScreenCommands(view: View, results: readonly BenchmarkInfo[]): void {
  const { shown } = view;
  const move = (by: number) => {
    const index = shown.kind === 'result' ? results.findIndex(({ id }) => id === shown.id) : -1;
    const next = results[index + by];
    if (next) view.showResult(next.id);
  };
  useShortcut('ArrowDown, J', () => move(1), 'Next result', { group: 'Benchmark' });
  useShortcut('ArrowUp, K', () => move(-1), 'Previous result', { group: 'Benchmark' });
  useShortcut('N', view.showNew, 'New benchmark', { group: 'Benchmark' });
  useCommands([{ id: 'benchmark-new', label: 'New benchmark', icon: Plus, keys: 'N', run: view.showNew }]);
}

const titles: Record<JobStatus, string> = {
  queued: 'Waiting for its turn',
  running: 'Measuring',
  paused: 'The benchmark was paused',
  finished: 'The benchmark has finished',
  failed: 'The benchmark failed',
  cancelled: 'The benchmark was cancelled',
  interrupted: 'The benchmark was interrupted',
};

/** A benchmark that waits, runs, or came to no result. */
function JobPanel({ job, onNew }: { job: JobInfo; onNew: () => void }) {
  return (
    <Stack gap="md" maw={760}>
      <div>
        <Title order={2} size="h4">
          {titles[job.status]}
        </Title>
        <Text size="sm" c="dimmed">
          {describeRequest(job)}
        </Text>
      </div>
      {isActive(job) && <JobProgress job={job} />}
      {job.status === 'failed' && job.error && <ErrorPanel error={job.error} />}
      {isActive(job) ? (
        <Text size="sm">
          {job.status === 'queued'
            ? 'It begins when the work before it is done, as that would take time from what is measured.'
            : 'Leave the machine to it: whatever else runs takes time from what is measured, and is measured with it. Other work of this project waits.'}
        </Text>
      ) : (
        <Group>
          <Button size="xs" variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={onNew}>
            New benchmark
          </Button>
          <JobActions job={job} hasLabels />
        </Group>
      )}
    </Stack>
  );
}
