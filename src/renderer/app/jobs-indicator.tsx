import { Group, RingProgress, Text, Tooltip } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { progressText } from '../ui/job-progress.tsx';
import { isActive, jobTitle, useJobs } from '../ui/jobs.ts';
import classes from './jobs-indicator.module.css';

/** The running job with its share done; nothing while nothing runs. */
export function JobsIndicator() {
  const active = useJobs().filter(isActive);
  const job = active.find(({ status }) => status === 'running') ?? active[0];
  if (!job) return null;
  const percent = job.total > 0 ? (100 * job.done) / job.total : 0;
  const waiting = active.length - 1;
  return (
    <Tooltip label={progressText(job)}>
      <Link to="/jobs" className={classes.indicator}>
        <RingProgress
          size={26}
          thickness={3.5}
          roundCaps
          sections={[{ value: percent, color: 'teal' }]}
          aria-label={`${Math.round(percent)} % done`}
        />
        <Group gap={6} wrap="nowrap">
          <Text size="sm" span truncate>
            {jobTitle(job)}
          </Text>
          <Text size="sm" c="dimmed" span>
            {job.total > 0 ? `${Math.floor(percent)} %` : job.phase || 'queued'}
            {waiting > 0 && ` · ${waiting} waiting`}
          </Text>
        </Group>
      </Link>
    </Tooltip>
  );
}
