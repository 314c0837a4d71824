import { Alert, Stack, Text } from '@mantine/core';
import { CircleCheck } from 'lucide-react';
import type { KnownJob } from '../../shared/api/jobs.ts';
import type { ExportResult } from '../../shared/jobs/results.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatBytes, formatCount, formatDate } from '../ui/format.ts';
import { jobOutcome } from '../ui/job-kinds.ts';
import { Place } from './place.tsx';
import { folderOf } from './use-export.ts';

/** What came of an export, and where it is. */
export function ExportOutcome({ job }: { job: KnownJob<'export'> }) {
  if (job.status === 'failed') return <ErrorPanel error={job.error} />;
  if (!job.result) {
    return (
      <Alert color="gray" title={folderOf(job)}>
        {job.status === 'finished'
          ? jobOutcome(job).summary
          : `The export was ${job.status}: nothing was written.`}
      </Alert>
    );
  }
  const { counts, files, bytes, folder, zip } = job.result;
  return (
    <Alert
      color="teal"
      icon={<CircleCheck size={18} aria-hidden />}
      title={`${formatCount(counts.images, 'image')} exported`}
    >
      <Stack gap={6}>
        <Text size="xs">
          {formatCount(files, 'file')}, {formatBytes(bytes)}, {formatDate(job.finishedAt ?? job.createdAt)}
        </Text>
        <Place path={folder} />
        {zip !== null && <Place path={zip} />}
      </Stack>
    </Alert>
  );
}

/** What an export wrote, and where. */
export function ExportResultView({
  result: { folder, zip, files, bytes, counts },
}: {
  result: ExportResult;
}) {
  return (
    <Stack gap="sm">
      <Text fw={600}>
        {formatCount(counts.images, 'image')} with their masks, {formatCount(files, 'file')},{' '}
        {formatBytes(bytes)}
      </Text>
      <Place path={folder} />
      {zip !== null && <Place path={zip} />}
    </Stack>
  );
}
