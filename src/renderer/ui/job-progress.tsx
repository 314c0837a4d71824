import { ActionIcon, Group, Progress, Stack, Text, Tooltip } from '@mantine/core';
import { Pause, Play, RotateCcw, X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { JobInfo } from '../../shared/api/jobs.ts';
import { formatDuration } from './format.ts';
import { controlJob, isActive } from './jobs.ts';
import { useAction } from './use-action.tsx';

/** A job's bar, phase and time remaining, with what can be done to it. */
export function JobProgress({ job }: { job: JobInfo }) {
  const percent = job.total > 0 ? (100 * job.done) / job.total : 0;
  const isPending = job.status === 'running' && job.total === 0;
  return (
    <Group gap="sm" wrap="nowrap" align="center">
      <Stack gap={4} style={{ flex: 1, minWidth: 0 }}>
        <Progress
          value={isPending ? 100 : percent}
          animated={job.status === 'running'}
          striped={isPending}
          color={job.status === 'failed' ? 'red' : 'teal'}
          aria-label={`Progress of job ${job.id}`}
        />
        <Text size="xs" c="dimmed" truncate>
          {progressText(job)}
        </Text>
      </Stack>
      <JobActions job={job} />
    </Group>
  );
}

/** "Training, 120 of 600, 4 min left" */
export function progressText(job: JobInfo): string {
  if (job.status === 'queued') return 'Waiting for its turn';
  if (job.isElsewhere) return `${job.phase} in another program`;
  const parts = [job.phase];
  if (job.total > 0) parts.push(`${job.done} of ${job.total}`);
  if (job.detail) parts.push(job.detail);
  if (job.remaining !== null) parts.push(`${formatDuration(job.remaining)} left`);
  return parts.filter(Boolean).join(' · ');
}

/** What can be done to a job; nothing to one that another process runs. */
export function JobActions({ job }: { job: JobInfo }) {
  const control = useAction(controlJob);
  if (job.isElsewhere) return null;
  const common = { isRunning: control.isRunning };
  const isStopped = job.status === 'paused' || job.status === 'interrupted';
  return (
    <Group gap={4} wrap="nowrap">
      {isActive(job) && (
        <JobAction
          {...common}
          label="Pause"
          icon={<Pause size={16} />}
          onClick={() => control.run(job.id, 'pause')}
        />
      )}
      {job.isResumable && (
        <JobAction
          {...common}
          label={job.status === 'failed' ? 'Try again' : 'Resume'}
          icon={job.status === 'failed' ? <RotateCcw size={16} /> : <Play size={16} />}
          onClick={() => control.run(job.id, 'resume')}
        />
      )}
      {(isActive(job) || isStopped) && (
        <JobAction
          {...common}
          label="Cancel"
          icon={<X size={16} />}
          onClick={() => control.run(job.id, 'cancel')}
        />
      )}
    </Group>
  );
}

function JobAction({
  label,
  icon,
  isRunning,
  onClick,
}: {
  label: string;
  icon: ReactNode;
  isRunning: boolean;
  onClick: () => void;
}) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={isRunning} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
