import { Anchor, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Sparkles } from 'lucide-react';
import { memo } from 'react';
import type { JobInfo } from '../../shared/api/jobs.ts';
import type { SyntheticItem } from '../../shared/api/synthetic.ts';
import { diagnosisNames } from '../../shared/domain.ts';
import { syntheticThumbnailUrl } from '../api/client.ts';
import { syntheticQuery } from '../api/queries.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatCount } from '../ui/format.ts';
import { EmptyState } from '../ui/screen.tsx';
import classes from './synthesis.module.css';

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
