import { Alert, Button, Code, CopyButton, Group, Stack, Text, Title } from '@mantine/core';
import { CircleCheck, Copy, FolderOpen } from 'lucide-react';
import type { KnownJob } from '../../shared/api/jobs.ts';
import type { ExportResult } from '../../shared/jobs/results.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatBytes, formatCount, formatDate } from '../ui/format.ts';
import { useAction } from '../ui/use-action.tsx';
import { jobOutcome } from '../ui/work/job-kinds.ts';
import { isActive, useJobsOf } from '../ui/work/jobs.ts';
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

/** What was exported before, the newest first. @param except the job that is shown elsewhere */
export function ExportHistory({ except }: { except: number | undefined }) {
  const ended = useJobsOf('export').filter((job) => !isActive(job) && job.id !== except);
  if (ended.length === 0) return null;
  return (
    <Stack gap="sm" component="section">
      <Title order={2} size="h5">
        Earlier exports
      </Title>
      {ended.toReversed().map((job) => (
        <ExportOutcome key={job.id} job={job} />
      ))}
    </Stack>
  );
}

/** A path on the machine, to copy or to show in the system's file manager. */
function Place({ path }: { path: string }) {
  const { desktop } = window;
  const reveal = useAction(async () => desktop?.revealInFolder(path));
  return (
    <Group gap="xs">
      <Code style={{ overflowWrap: 'anywhere' }}>{path}</Code>
      <CopyButton value={path}>
        {({ copied, copy }) => (
          <Button size="xs" variant="default" leftSection={<Copy size={14} aria-hidden />} onClick={copy}>
            {copied ? 'Copied' : 'Copy path'}
          </Button>
        )}
      </CopyButton>
      {desktop && (
        <Button size="xs" leftSection={<FolderOpen size={14} aria-hidden />} onClick={() => reveal.run()}>
          Show in folder
        </Button>
      )}
    </Group>
  );
}
