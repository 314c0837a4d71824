import { RingProgress, Text, UnstyledButton } from '@mantine/core';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Ban, CircleCheck, CirclePause, CircleX, Clock, type LucideIcon, Unplug } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { JobInfo, JobStatus } from '../../shared/api/jobs.ts';
import { describeError } from '../ui/errors.ts';
import { formatMoment } from '../ui/format.ts';
import { describeRequest, jobOutcome, jobTitle, statusNames } from '../ui/work/job-kinds.ts';
import { progressText } from '../ui/work/job-progress.tsx';
import { isActive } from '../ui/work/jobs.ts';
import classes from './jobs.module.css';

const rowHeight = 68;

export function JobList({
  jobs,
  chosen,
  onChoose,
}: {
  jobs: readonly JobInfo[];
  chosen: number;
  onChoose: (id: number) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: jobs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const index = jobs.findIndex(({ id }) => id === chosen);
  useEffect(() => virtualizer.scrollToIndex(index), [index, virtualizer]);
  return (
    <nav ref={scroller} className={classes.list} aria-label="Jobs">
      <div style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => {
          const job = jobs[index]!;
          return (
            <JobRow
              key={job.id}
              job={job}
              top={start}
              isChosen={job.id === chosen}
              onChoose={() => onChoose(job.id)}
            />
          );
        })}
      </div>
    </nav>
  );
}

function JobRow({
  job,
  top,
  isChosen,
  onChoose,
}: {
  job: JobInfo;
  top: number;
  isChosen: boolean;
  onChoose: () => void;
}) {
  return (
    <UnstyledButton
      className={classes.row}
      style={{ height: rowHeight, transform: `translateY(${top}px)` }}
      aria-current={isChosen || undefined}
      onClick={onChoose}
    >
      <StatusIcon job={job} />
      <div className={classes.text}>
        <div className={classes.title}>
          <Text size="sm" fw={600} span truncate>
            {jobTitle(job)}
          </Text>
          <Text size="xs" c="dimmed" span style={{ flex: 'none' }}>
            {formatMoment(job.finishedAt ?? job.startedAt ?? job.createdAt)}
          </Text>
        </div>
        <Text size="xs" c="dimmed" truncate>
          {describeRequest(job) || 'command line'}
        </Text>
        <Text size="xs" c={job.status === 'failed' ? 'red' : 'dimmed'} truncate>
          {stateText(job)}
        </Text>
      </div>
    </UnstyledButton>
  );
}

function stateText(job: JobInfo): string {
  if (isActive(job)) return progressText(job);
  if (job.status === 'failed') return describeError(job.error ?? 'failed').message;
  if (job.status === 'finished') return jobOutcome(job).summary;
  const at = job.total > 0 ? ` at ${job.done} of ${job.total}` : '';
  return `${statusNames[job.status]}${at}`;
}

const icons: Record<Exclude<JobStatus, 'running'>, [LucideIcon, string]> = {
  queued: [Clock, 'gray'],
  paused: [CirclePause, 'yellow'],
  finished: [CircleCheck, 'teal'],
  failed: [CircleX, 'red'],
  cancelled: [Ban, 'gray'],
  interrupted: [Unplug, 'yellow'],
};

function StatusIcon({ job }: { job: JobInfo }) {
  if (job.status === 'running') {
    const percent = job.total > 0 ? (100 * job.done) / job.total : 0;
    return (
      <RingProgress
        size={24}
        thickness={3.5}
        sections={[{ value: percent, color: 'teal' }]}
        aria-label="running"
      />
    );
  }
  const [Icon, colour] = icons[job.status];
  return (
    <Icon
      size={20}
      aria-label={statusNames[job.status]}
      role="img"
      style={{ flex: 'none', margin: 2 }}
      color={`var(--mantine-color-${colour}-text)`}
    />
  );
}
