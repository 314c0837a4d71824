import { Anchor, Button, Group, Progress, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Sparkles, Square } from 'lucide-react';
import { memo } from 'react';
import type { JobInfo } from '../../shared/api/jobs.ts';
import type { SyntheticItem } from '../../shared/api/synthetic.ts';
import { diagnosisNames } from '../../shared/domain.ts';
import { syntheticThumbnailUrl } from '../api/client.ts';
import { syntheticQuery } from '../api/queries.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatCount, formatDuration } from '../ui/format.ts';
import { EmptyState } from '../ui/screen.tsx';
import { useAction } from '../ui/use-action.tsx';
import { controlJob, isActive } from '../ui/work/jobs.ts';
import { itemsPerMinute } from '../ui/work/pace.ts';
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

/** The gallery shows the others. */
const shown = 120;
const newest = (items: readonly SyntheticItem[]) => items.slice(-shown).reverse();

/** The images made last, newest first; those of the running job come in as they are stored. */
export function MadeImages({ job }: { job: JobInfo | undefined }) {
  const { data, isError, error, refetch } = useQuery({ ...syntheticQuery, select: newest });
  if (isError) return <ErrorPanel error={error} onRetry={() => void refetch()} />;
  if (!data) return null;
  if (data.length === 0) {
    return (
      <EmptyState icon={Sparkles} title={job ? 'The first image is on its way' : 'No synthetic images yet'}>
        {job
          ? 'The network and the masks are being read.'
          : 'Choose the masks at left and press Start: images appear here as they are made.'}
      </EmptyState>
    );
  }
  return (
    <>
      <Group justify="space-between" mb="xs">
        <Text size="sm" fw={600}>
          Made last
        </Text>
        <Anchor component={Link} to="/gallery" size="sm">
          All in the gallery
        </Anchor>
      </Group>
      <div className={classes.grid}>
        {data.map((item) => (
          <MadeImage key={item.id} item={item} />
        ))}
      </div>
      {data.length === shown && (
        <Text size="xs" c="dimmed" mt="sm">
          The last {formatCount(shown, 'image')}; the gallery has all.
        </Text>
      )}
    </>
  );
}

const MadeImage = memo(({ item }: { item: SyntheticItem }) => (
  <Link
    to="/gallery"
    search={{ image: item.id }}
    className={classes.made}
    title={`${item.name}, ${diagnosisNames[item.diagnosis]}`}
  >
    <img src={syntheticThumbnailUrl(item)} alt={item.name} decoding="async" />
  </Link>
));
