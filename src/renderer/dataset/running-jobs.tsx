import { Box } from '@mantine/core';
import { JobProgress } from '../ui/job-progress.tsx';
import { isActive, useJobs } from '../ui/jobs.ts';

const kinds = new Set(['import', 'segment', 'evaluate-segmenter']);

/** The progress of what is being done to the images. */
export function RunningJobs() {
  const jobs = useJobs().filter((job) => kinds.has(job.kind) && isActive(job));
  return jobs.map((job) => (
    <Box key={job.id} px="lg" pb="xs">
      <JobProgress job={job} />
    </Box>
  ));
}
