import { Button, Group, Progress, Text } from '@mantine/core';
import { Square } from 'lucide-react';
import type { JobInfo } from '../../shared/api/jobs.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatCount, formatDuration } from '../ui/format.ts';
import { controlJob, isActive } from '../ui/jobs.ts';
import { itemsPerMinute } from '../ui/pace.ts';
import { useAction } from '../ui/use-action.tsx';
import classes from './synthesis.module.css';

/** How far the synthesis is, how fast, and the button that stops it; of one that failed, why. */
export function RunningSynthesis({ job }: { job: JobInfo }) {
  const stop = useAction(() => controlJob(job.id, 'cancel'), {
    success: 'The synthesis stops; what was made is kept',
  });
  if (job.status === 'failed') {
    return (
      <div className={classes.progress}>
        <ErrorPanel error={job.error} />
      </div>
    );
  }
  if (!isActive(job)) return null;
  return (
    <section className={classes.progress} aria-label="Synthesis under way">
      <Group wrap="nowrap" gap="md">
        <div style={{ flex: 1, minWidth: 0 }}>
          <Progress
            value={job.total > 0 ? (100 * job.done) / job.total : 0}
            animated
            aria-label="Progress of the synthesis"
          />
          <Text size="xs" c="dimmed" mt={4} truncate>
            {description(job)}
          </Text>
        </div>
        <Button
          size="xs"
          color="red"
          variant="light"
          leftSection={<Square size={14} />}
          loading={stop.isRunning}
          onClick={() => stop.run()}
        >
          Stop
        </Button>
      </Group>
    </section>
  );
}

function description(job: JobInfo): string {
  if (job.status === 'queued') return 'Waits until the job before it is done';
  if (job.total === 0) return job.phase;
  const pace = itemsPerMinute(job);
  return [
    `${job.done} of ${formatCount(job.total, 'image')}`,
    pace !== null && `${pace.toFixed(pace < 10 ? 1 : 0)} a minute`,
    job.remaining !== null && `${formatDuration(job.remaining)} left`,
    job.detail && `mask of ${job.detail}`,
  ]
    .filter(Boolean)
    .join(' · ');
}
