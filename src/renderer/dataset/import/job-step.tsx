import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import type { JobInfo } from '../../../shared/api/jobs.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { JobActions, JobProgress } from '../../ui/job-progress.tsx';
import { isActive } from '../../ui/jobs.ts';
import { ImportReportView } from './import-report-view.tsx';
import type { RefusedFile } from './upload.ts';

/** The import as a job: its progress, then what became of each file. */
export function JobStep({
  job,
  unsent,
  onClose,
}: {
  /** undefined until it is known. */
  job: JobInfo | undefined;
  /** Files that the job knows nothing of. */
  unsent: readonly RefusedFile[];
  onClose: () => void;
}) {
  const isRunning = job === undefined || isActive(job);
  return (
    <Stack>
      {job && (isActive(job) ? <JobProgress job={job} /> : <Outcome job={job} unsent={unsent} />)}
      <Group justify="space-between">
        <Text size="sm" c="dimmed">
          {isRunning && 'The import goes on when this is closed; its report is then among the jobs.'}
        </Text>
        <Button variant={isRunning ? 'default' : 'filled'} onClick={onClose}>
          {isRunning ? 'Close and go on working' : 'Done'}
        </Button>
      </Group>
    </Stack>
  );
}

function Outcome({ job, unsent }: { job: JobInfo; unsent: readonly RefusedFile[] }) {
  if (job.kind === 'import' && job.result) {
    const leftOut = [...job.result.leftOut, ...unsent];
    return <ImportReportView result={{ ...job.result, leftOut }} />;
  }
  return (
    <>
      {job.status === 'failed' ? (
        <ErrorPanel error={job.error} />
      ) : (
        <Alert
          color="gray"
          title={job.status === 'cancelled' ? 'The import was cancelled' : 'The import stopped'}
        >
          {job.done > 0
            ? `The ${job.done} of ${job.total} files before that were dealt with and stay in the project; the others were not touched.`
            : 'Nothing was stored.'}
        </Alert>
      )}
      <JobActions job={job} hasLabels />
    </>
  );
}
