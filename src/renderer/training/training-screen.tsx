import { Button, SegmentedControl, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Brain, Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { JobInfo } from '../../shared/api/jobs.ts';
import type { RunInfo } from '../../shared/api/training.ts';
import { runsQuery } from '../api/queries.ts';
import { useCommands } from '../ui/commands.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { EmptyState, Screen, ScreenColumns, ScreenContent, ScreenHeader } from '../ui/screen.tsx';
import { JobProgress } from '../ui/work/job-progress.tsx';
import { useJobs } from '../ui/work/jobs.ts';
import { ComparePanel } from './compare-panel.tsx';
import { firstEntry, type TrainingEntry, trainingEntries } from './entries.ts';
import { ModelsPanel } from './models-panel.tsx';
import { NewTraining } from './new-training.tsx';
import { type QuantizeTarget, QuantizeView } from './quantize/quantize-view.tsx';
import { RunList } from './run-list.tsx';
import { EntryTitle, RunPanel } from './run-panel.tsx';

type View = 'runs' | 'models' | 'new';

const route = getRouteApi('/training');

export function TrainingScreen() {
  const [chosen, setChosen] = useState<View>('runs');
  const target = useQuantizeTarget();
  const navigate = route.useNavigate();
  const view = target ? 'models' : chosen;
  const setView = (next: View) => {
    setChosen(next);
    if (target) void navigate({ search: {} });
  };
  useCommands([
    { id: 'training-new', label: 'New training', icon: Plus, run: () => setView('new') },
    { id: 'training-models', label: 'Models of the project', icon: Brain, run: () => setView('models') },
  ]);
  return (
    <Screen>
      <ScreenHeader
        title="Training"
        description="Networks that find vessels, and networks that make photographs."
      >
        <SegmentedControl
          aria-label="View"
          size="xs"
          value={view === 'new' ? '' : view}
          onChange={(value) => setView(value as View)}
          data={[
            { value: 'runs', label: 'Trainings' },
            { value: 'models', label: 'Models' },
          ]}
        />
        <Button size="xs" leftSection={<Plus size={16} />} onClick={() => setView('new')}>
          New training
        </Button>
      </ScreenHeader>
      {view === 'models' ? (
        <ScreenColumns>
          <ScreenContent>
            {target ? (
              <QuantizeView
                key={target.job ?? target.model}
                target={target}
                onStarted={({ id }) => void navigate({ search: { quantization: id }, replace: true })}
                onLeave={() => setView('models')}
              />
            ) : (
              <ModelsPanel />
            )}
          </ScreenContent>
        </ScreenColumns>
      ) : (
        <Trainings isNew={view === 'new'} onNew={(isNew) => setView(isNew ? 'new' : 'runs')} />
      )}
    </Screen>
  );
}

function useQuantizeTarget(): QuantizeTarget | null {
  const { quantize, quantization } = route.useSearch();
  if (quantize !== undefined) return { model: quantize, before: quantization };
  return quantization === undefined ? null : { job: quantization };
}

function Trainings({ isNew, onNew }: { isNew: boolean; onNew: (isNew: boolean) => void }) {
  const runs = useQuery(runsQuery);
  const jobs = useJobs();
  const entries = useMemo(() => trainingEntries(runs.data ?? [], jobs), [runs.data, jobs]);
  const { selected, select, selectJob } = useSelectedEntry(entries);
  const [compared, setCompared] = useState<ReadonlySet<number>>(new Set());
  const comparedRuns = useMemo(
    () => (runs.data ?? []).filter(({ id }) => compared.has(id)),
    [runs.data, compared],
  );
  if (runs.isError) return <ErrorPanel error={runs.error} onRetry={() => void runs.refetch()} />;
  if (!runs.data) return null;
  if (entries.length === 0 && !isNew) return <NoTrainings onNew={() => onNew(true)} />;
  const onStarted = (job: JobInfo) => {
    selectJob(job);
    setCompared(new Set());
    onNew(false);
  };
  return (
    <ScreenColumns>
      {entries.length > 0 && (
        <RunList
          entries={entries}
          selected={isNew ? null : (selected?.key ?? null)}
          compared={compared}
          onSelect={(entry) => {
            select(entry);
            setCompared(new Set());
            onNew(false);
          }}
          onCompare={(id) => {
            setCompared((before) => withRun(before, id, runs.data));
            onNew(false);
          }}
        />
      )}
      <ScreenContent key={isNew ? 'new' : comparedRuns.length > 1 ? 'comparison' : selected?.key}>
        {isNew ? (
          <NewTraining onStarted={onStarted} onCancel={entries.length > 0 ? () => onNew(false) : null} />
        ) : comparedRuns.length > 1 ? (
          <ComparePanel runs={comparedRuns} onClose={() => setCompared(new Set())} />
        ) : (
          selected && <EntryPanel entry={selected} />
        )}
      </ScreenContent>
    </ScreenColumns>
  );
}

function EntryPanel({ entry }: { entry: TrainingEntry }) {
  if (entry.run) return <RunPanel entry={entry} run={entry.run} />;
  if (!entry.job) return null;
  return <WaitingPanel entry={entry} job={entry.job} />;
}

/** A training that has not done a step yet. */
function WaitingPanel({ entry, job }: { entry: TrainingEntry; job: JobInfo }) {
  return (
    <Stack gap="md">
      <EntryTitle entry={entry} />
      <JobProgress job={job} />
      {job.error ? (
        <ErrorPanel error={job.error} />
      ) : (
        <Text size="sm" c="dimmed">
          {job.status === 'queued'
            ? 'It begins as soon as the jobs before it are done.'
            : 'The photographs and their annotations are read into memory; then the curves begin.'}
        </Text>
      )}
    </Stack>
  );
}

function NoTrainings({ onNew }: { onNew: () => void }) {
  return (
    <EmptyState
      icon={Brain}
      title="Nothing has been trained in this project"
      action={
        <Button leftSection={<Plus size={16} />} onClick={onNew}>
          New training
        </Button>
      }
    >
      The shipped networks (under “Models”) find vessels and make photographs without any training. Train your
      own where your camera or your patients differ from theirs.
    </EmptyState>
  );
}

/** The run that the address names, the job that was just started, or else the one to look at first. */
function useSelectedEntry(entries: readonly TrainingEntry[]) {
  const { run: runId } = route.useSearch();
  const navigate = route.useNavigate();
  const [jobId, setJobId] = useState<number | null>(null);
  const select = ({ run, job }: TrainingEntry) => {
    setJobId(run ? null : (job?.id ?? null));
    void navigate({ search: run ? { run: run.id } : {}, replace: true });
  };
  const selectJob = (job: JobInfo) => {
    setJobId(job.id);
    void navigate({ search: {}, replace: true });
  };
  const selected =
    entries.find(({ run }) => runId !== undefined && run?.id === runId) ??
    entries.find(({ job }) => jobId !== null && job?.id === jobId) ??
    firstEntry(entries);
  return { selected, select, selectJob };
}

/** Ticks or unticks a run; only runs of one kind can be compared. */
function withRun(compared: ReadonlySet<number>, id: number, runs: readonly RunInfo[]): ReadonlySet<number> {
  if (compared.has(id)) return new Set([...compared].filter((other) => other !== id));
  const kindOf = (run: number) => runs.find((one) => one.id === run)?.kind;
  return new Set([...[...compared].filter((other) => kindOf(other) === kindOf(id)), id]);
}
