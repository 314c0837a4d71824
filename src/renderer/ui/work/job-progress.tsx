import { ActionIcon, Button, Group, Progress, Stack, Text, Tooltip } from '@mantine/core';
import { type LucideIcon, Pause, Play, RotateCcw, X } from 'lucide-react';
import type { JobAction, JobInfo } from '../../../shared/api/jobs.ts';
import { formatDuration } from '../format.ts';
import { useAction } from '../use-action.tsx';
import { controlJob, isActive, startsAnew } from './jobs.ts';

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

/** What can be done to a job, as buttons: icons alone, or with their words. */
export function JobActions({ job, hasLabels = false }: { job: JobInfo; hasLabels?: boolean }) {
  const control = useAction(controlJob);
  return (
    <Group gap={hasLabels ? 'xs' : 4} wrap="nowrap">
      {actionsOf(job).map(({ action, label, icon: Icon }) => {
        const run = () => void control.run(job.id, action);
        if (hasLabels)
          return (
            <Button
              key={action}
              size="xs"
              variant={action === 'resume' ? 'filled' : 'default'}
              leftSection={<Icon size={14} aria-hidden />}
              loading={control.isRunning}
              onClick={run}
            >
              {label}
            </Button>
          );
        return (
          <Tooltip key={action} label={label}>
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={label}
              disabled={control.isRunning}
              onClick={run}
            >
              <Icon size={16} />
            </ActionIcon>
          </Tooltip>
        );
      })}
    </Group>
  );
}

interface OfferedAction {
  readonly action: JobAction;
  readonly label: string;
  readonly icon: LucideIcon;
}

/** Nothing can be done to a job that another process runs; pausing what would begin anew is cancelling it. */
function actionsOf(job: JobInfo): OfferedAction[] {
  if (job.isElsewhere) return [];
  const hasFailed = job.status === 'failed';
  const isAnew = startsAnew(job);
  const isStopped = job.status === 'paused' || job.status === 'interrupted';
  const offered: (OfferedAction | false)[] = [
    isActive(job) && !isAnew && { action: 'pause', label: 'Pause', icon: Pause },
    job.isResumable && {
      action: 'resume',
      label: hasFailed ? 'Try again' : isAnew ? 'Start again' : 'Resume',
      icon: hasFailed || isAnew ? RotateCcw : Play,
    },
    (isActive(job) || isStopped) && { action: 'cancel', label: 'Cancel', icon: X },
  ];
  return offered.filter((one) => one !== false);
}
