import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { Plus } from 'lucide-react';
import type { JobInfo } from '../../shared/api/jobs.ts';
import { describeRequest, statusNames } from '../jobs/describe.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { JobActions, JobProgress } from '../ui/job-progress.tsx';
import { isActive } from '../ui/jobs.ts';

/** A benchmark that waits, runs, or came to no result. */
export function JobPanel({ job, onNew }: { job: JobInfo; onNew: () => void }) {
  return (
    <Stack gap="md" maw={760}>
      <div>
        <Title order={2} size="h4">
          {isActive(job) ? 'Measuring' : `The benchmark was ${statusNames[job.status]}`}
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
          <JobActions job={job} hasLabels />
          <Button size="xs" variant="default" leftSection={<Plus size={14} aria-hidden />} onClick={onNew}>
            New benchmark
          </Button>
        </Group>
      )}
    </Stack>
  );
}
