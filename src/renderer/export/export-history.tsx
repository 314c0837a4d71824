import { Stack, Title } from '@mantine/core';
import { isActive, useJobsOf } from '../ui/jobs.ts';
import { ExportOutcome } from './export-outcome.tsx';

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
