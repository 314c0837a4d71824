import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { Plus } from 'lucide-react';
import type { JobInfo, JobStatus } from '../../shared/api/jobs.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { describeRequest } from '../ui/job-kinds.ts';
import { JobActions, JobProgress } from '../ui/job-progress.tsx';
import { isActive } from '../ui/jobs.ts';

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
export function JobPanel({ job, onNew }: { job: JobInfo; onNew: () => void }) {
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
