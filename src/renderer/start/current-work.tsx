import { Stack, Text } from '@mantine/core';
import { jobTitle } from '../ui/job-kinds.ts';
import { JobProgress } from '../ui/job-progress.tsx';
import { isActive, useJobs } from '../ui/jobs.ts';
import classes from './current-work.module.css';

/** What runs and waits, with its progress. */
export function CurrentWork() {
  const jobs = useJobs().filter(isActive);
  if (jobs.length === 0) return null;
  return (
    <Stack gap="xs" className={classes.work} aria-live="polite">
      {jobs.map((job) => (
        <div key={job.id} className={classes.job}>
          <Text size="sm" fw={500}>
            {jobTitle(job)}
          </Text>
          <JobProgress job={job} />
        </div>
      ))}
    </Stack>
  );
}
