import { Anchor, Group, Text, Title, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import { Fragment, useState } from 'react';
import { fileUrl, syntheticThumbnailUrl } from '../api/client.ts';
import { syntheticDetailQuery, syntheticQuery } from '../api/queries.ts';
import { ClassBadge } from '../ui/badges.tsx';
import classes from './result-strip.module.css';

const shown = 12;

/** The newest synthetic images, one of them beside the photograph and the mask it comes from. */
export function ResultStrip() {
  const all = useQuery(syntheticQuery).data ?? [];
  const newest = all.slice(-shown).reverse();
  const [chosen, setChosen] = useState<number | null>(null);
  const current = newest.find(({ id }) => id === chosen) ?? newest[0];
  // It stays while more are made.
  if (current && chosen === null) setChosen(current.id);
  if (!current) return null;
  return (
    <section aria-labelledby="results">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h5" id="results">
          What it made
        </Title>
        <Anchor component={Link} to="/gallery" size="sm">
          All {all.length} in the gallery
        </Anchor>
      </Group>
      <Lineage id={current.id} />
      <div className={classes.strip}>
        {newest.map(({ id, name, sha256 }) => (
          <UnstyledButton
            key={id}
            className={classes.thumbnail}
            aria-label={`Show ${name}`}
            aria-pressed={id === current.id}
            onClick={() => setChosen(id)}
          >
            <img src={syntheticThumbnailUrl({ id, sha256 })} alt="" draggable={false} />
          </UnstyledButton>
        ))}
      </div>
    </section>
  );
}

function Lineage({ id }: { id: number }) {
  const { data } = useQuery(syntheticDetailQuery(id));
  if (!data) return <div className={classes.lineage} />;
  const { source, maskSha256, sha256, diagnosis } = data;
  const steps = [
    { label: `Photograph ${source.name}`, url: fileUrl(source.sha256, source.extension) },
    { label: 'Its vessels', url: fileUrl(maskSha256, 'png') },
    { label: 'Synthetic', url: fileUrl(sha256, 'png') },
  ];
  return (
    <div className={classes.lineage}>
      {steps.map(({ label, url }, index) => (
        <Fragment key={label}>
          {index > 0 && <ArrowRight size={20} aria-hidden className={classes.arrow} />}
          <figure className={classes.step}>
            <img src={url} alt={label} draggable={false} />
            <Group component="figcaption" gap="xs" mt={6}>
              <Text size="sm" c="dimmed">
                {label}
              </Text>
              {index === steps.length - 1 && <ClassBadge diagnosis={diagnosis} />}
            </Group>
          </figure>
        </Fragment>
      ))}
    </div>
  );
}
