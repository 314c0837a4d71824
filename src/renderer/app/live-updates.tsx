import { Anchor, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import type { JobInfo } from '../../shared/api/jobs.ts';
import { followEvents } from '../api/events.ts';
import { describeError } from '../ui/errors.ts';
import { type JobPlace, jobOutcome, jobTitle, searchOf } from '../ui/work/job-kinds.ts';

/** How long the service may be gone before the user is told: it may just be starting. */
const patienceMs = 1500;

/** Follows the service's events. @returns whether the service answers */
export function useLiveUpdates(): boolean {
  const client = useQueryClient();
  const router = useRouter();
  const [isConnected, setConnected] = useState(true);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = followEvents(client, {
      onJob: (job) => notifyJob(job, (to) => void router.navigate({ to, search: searchOf(to, job) })),
      onConnection: (isNowConnected) => {
        if (!isNowConnected) {
          timer ??= setTimeout(() => setConnected(false), patienceMs);
          return;
        }
        clearTimeout(timer);
        timer = undefined;
        setConnected(true);
      },
    });
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client, router]);
  return isConnected;
}

type Navigate = (to: JobPlace) => void;

/** Tells of a job that has come to its end, with a way to what it made. */
function notifyJob(job: JobInfo, navigate: Navigate): void {
  if (job.status === 'finished') notifyFinished(job, navigate);
  else if (job.status === 'failed') notifyFailed(job, navigate);
}

function notifyFinished(job: JobInfo, navigate: Navigate): void {
  const { summary, hasLosses, link } = jobOutcome(job);
  const id = `job-${job.id}`;
  notifications.show({
    id,
    color: hasLosses ? 'yellow' : 'teal',
    title: summary,
    message: link && <Jump label={link.label} notification={id} onJump={() => navigate(link.to)} />,
    autoClose: hasLosses ? 15_000 : 8000,
  });
}

function notifyFailed(job: JobInfo, navigate: Navigate): void {
  const { message, file, hint } = describeError(job.error ?? 'It gave no reason');
  const id = `job-${job.id}`;
  notifications.show({
    id,
    color: 'red',
    title: `${jobTitle(job)} failed`,
    message: (
      <Stack gap={4}>
        <Text size="sm">{message}</Text>
        {file && (
          <Text size="xs" style={{ overflowWrap: 'anywhere' }}>
            {file}
          </Text>
        )}
        {hint && <Text size="sm">{hint}</Text>}
        <Jump label="Show in Jobs" notification={id} onJump={() => navigate('/jobs')} />
      </Stack>
    ),
    autoClose: false,
    role: 'alert',
  });
}

function Jump({ label, notification, onJump }: { label: string; notification: string; onJump: () => void }) {
  const jump = () => {
    notifications.hide(notification);
    onJump();
  };
  return (
    <Group>
      <Anchor component="button" size="sm" onClick={jump}>
        {label}
      </Anchor>
    </Group>
  );
}
