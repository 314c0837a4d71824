import { Badge, Group, Progress, Text } from '@mantine/core';
import type { BenchmarkInfo } from '../../shared/api/benchmark.ts';
import type { JobInfo } from '../../shared/api/jobs.ts';
import { formatDate } from '../ui/format.ts';
import { Entry, EntryList } from '../ui/lists/entry-list.tsx';
import { statusColours, statusNames } from '../ui/work/job-kinds.ts';
import { progressText } from '../ui/work/job-progress.tsx';
import { isActive } from '../ui/work/jobs.ts';
import type { View } from './use-view.ts';

export interface BenchmarkListProps {
  readonly results: readonly BenchmarkInfo[];
  readonly jobs: readonly JobInfo[];
  readonly view: View;
}

/** What runs or was stopped, then the results, newest first; ticking two compares them. */
export function BenchmarkList({ results, jobs, view }: BenchmarkListProps) {
  const { shown, ticked } = view;
  const listed = jobs.filter((job) => isActive(job) || isStopped(job) || isShown(job, view)).toReversed();
  const hints = ['Tick two to compare them.', 'Tick another to compare them.'];
  return (
    <EntryList label="Benchmarks" hint={(results.length > 1 && hints[ticked.length]) || null}>
      {listed.map((job) => (
        <JobEntry key={job.id} job={job} isShown={isShown(job, view)} onShow={() => view.showJob(job)} />
      ))}
      {results.map((result) => (
        <ResultEntry
          key={result.id}
          result={result}
          isShown={shown.kind === 'result' && shown.id === result.id}
          isTicked={ticked.includes(result.id)}
          onShow={() => view.showResult(result.id)}
          onTick={() => view.tick(result.id)}
        />
      ))}
    </EntryList>
  );
}

const isStopped = ({ status }: JobInfo) => status === 'paused' || status === 'interrupted';
const isShown = (job: JobInfo, { shown }: View) => shown.kind === 'job' && shown.job.id === job.id;

function JobEntry({ job, isShown, onShow }: { job: JobInfo; isShown: boolean; onShow: () => void }) {
  return (
    <Entry isSelected={isShown} isCurrent={isShown} onShow={onShow}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text fw={600} size="sm" truncate>
          New benchmark
        </Text>
        <Badge color={statusColours[job.status]} variant="light" size="sm" tt="none" fw={500}>
          {statusNames[job.status]}
        </Badge>
      </Group>
      {isActive(job) && (
        <>
          <Text size="xs" c="dimmed" truncate>
            {progressText(job)}
          </Text>
          <Progress
            mt={6}
            size="xs"
            value={job.total > 0 ? (100 * job.done) / job.total : 0}
            aria-label={`Progress of the benchmark ${job.id}`}
          />
        </>
      )}
    </Entry>
  );
}

interface ResultEntryProps {
  readonly result: BenchmarkInfo;
  readonly isShown: boolean;
  readonly isTicked: boolean;
  readonly onShow: () => void;
  readonly onTick: () => void;
}

function ResultEntry({ result, isShown, isTicked, onShow, onTick }: ResultEntryProps) {
  const { name, cpu, createdAt, preset, isImported } = result;
  return (
    <Entry
      isSelected={isShown || isTicked}
      isCurrent={isShown}
      onShow={onShow}
      tick={{ name, isTicked, onTick }}
    >
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text fw={600} size="sm" truncate>
          {name}
        </Text>
        {isImported && <ImportedBadge />}
      </Group>
      <Text size="xs" c="dimmed" truncate>
        {cpu}
      </Text>
      <Text size="xs" c="dimmed" truncate>
        {formatDate(createdAt)} · {preset}
      </Text>
    </Entry>
  );
}

/** Marks a result that another machine has made. */
export function ImportedBadge() {
  return (
    <Badge variant="light" color="grape" size="sm" tt="none" fw={500} style={{ flex: 'none' }}>
      imported
    </Badge>
  );
}
