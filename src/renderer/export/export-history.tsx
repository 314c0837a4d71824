import { Badge, Group, Paper, Stack, Text, Title } from '@mantine/core';
import type { JobInfo } from '../../shared/api/jobs.ts';
import { exportSchema } from '../jobs/results.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatBytes, formatCount, formatDate } from '../ui/format.ts';
import { isActive } from '../ui/jobs.ts';
import { Place } from '../ui/place.tsx';
import { folderOf, useExportJobs } from './use-export.ts';

/** What was exported before, the newest first. */
export function ExportHistory() {
  const ended = useExportJobs().filter((job) => !isActive(job));
  if (ended.length === 0) return null;
  return (
    <Stack gap="sm" component="section">
      <Title order={2} size="h5">
        Exports so far
      </Title>
      {ended.toReversed().map((job) => (
        <Paper key={job.id} withBorder p="sm">
          <Ended job={job} />
        </Paper>
      ))}
    </Stack>
  );
}

function Ended({ job }: { job: JobInfo }) {
  const result = exportSchema.safeParse(job.result).data;
  return (
    <Stack gap={6}>
      <Group justify="space-between">
        <Text size="sm" fw={600}>
          {result
            ? `${formatCount(result.counts.images, 'image')}, ${formatCount(result.files, 'file')}, ${formatBytes(result.bytes)}`
            : folderOf(job)}
        </Text>
        <Text size="xs" c="dimmed">
          {formatDate(job.finishedAt ?? job.createdAt)}
        </Text>
      </Group>
      {result && <Place path={result.folder} />}
      {result?.zip && <Place path={result.zip} />}
      {job.status === 'failed' && <ErrorPanel error={job.error} />}
      {!result && job.status !== 'failed' && (
        <Badge variant="light" color="gray" tt="none">
          {job.status}: nothing was written
        </Badge>
      )}
    </Stack>
  );
}
