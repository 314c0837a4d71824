import { Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import type { SyntheticItem } from '../../../shared/api/synthetic.ts';
import { nearestQuery, syntheticDetailQuery } from '../../api/queries.ts';
import { ClassBadge } from '../../ui/badges.tsx';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import type { GalleryActions } from '../gallery-actions.ts';
import { TagEditor } from '../tag-editor.tsx';
import classes from './detail.module.css';
import { DetailBar } from './detail-bar.tsx';
import { LineagePanel } from './lineage-panel.tsx';
import { ReferenceList } from './reference-list.tsx';
import { type Reference, referencesOf } from './references.ts';
import { Stage } from './stage.tsx';
import type { DetailNavigation } from './use-detail-navigation.ts';
import { usePreloaded } from './use-preloaded.ts';

export interface DetailViewProps {
  readonly item: SyntheticItem;
  readonly navigation: DetailNavigation;
  readonly actions: GalleryActions;
  readonly knownTags: readonly string[];
}

/** One image, large, with what it descends from and what can be done with it. */
export function DetailView({ item, navigation, actions, knownTags }: DetailViewProps) {
  const detail = useQuery(syntheticDetailQuery(item.id));
  const nearest = useQuery(nearestQuery(item.id));
  const [chosen, setChosen] = useState<Reference['key'] | null>(null);
  const references = detail.data ? referencesOf(detail.data, nearest.data) : [];
  usePreloaded(navigation.next);
  const container = useRef<HTMLElement>(null);
  useEffect(() => container.current?.focus(), []);
  return (
    <section ref={container} className={classes.detail} aria-label={`Image ${item.name}`} tabIndex={-1}>
      <DetailBar item={item} model={detail.data?.model.name} navigation={navigation} actions={actions} />
      <Stage
        item={item}
        mask={detail.data?.maskSha256 ?? null}
        reference={references.find(({ key }) => key === chosen)}
      />
      <aside className={classes.panel} aria-label="About this image">
        <Stack gap="lg">
          <div>
            <Text fw={600} style={{ overflowWrap: 'anywhere' }}>
              {item.name}
            </Text>
            <Group gap="xs" mt={4}>
              <ClassBadge diagnosis={item.diagnosis} />
              <Text size="xs" c="dimmed">
                synthetic
              </Text>
            </Group>
          </div>
          {detail.isError && <ErrorPanel error={detail.error} onRetry={() => void detail.refetch()} />}
          <Part title="Compare with">
            {detail.data ? (
              <ReferenceList
                references={references}
                chosen={chosen}
                nearest={nearest.data}
                onChoose={setChosen}
              />
            ) : (
              <Skeleton h={180} />
            )}
            {nearest.isError && <ErrorPanel error={nearest.error} />}
          </Part>
          <Part title="Tags">
            <TagEditor
              items={[item]}
              known={knownTags}
              onAdd={(tag) => actions.tag([item], tag)}
              onRemove={(tag) => actions.untag([item], tag)}
            />
          </Part>
          <Part title="Lineage">{detail.data && <LineagePanel detail={detail.data} />}</Part>
        </Stack>
      </aside>
    </section>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <Title order={2} size="h6" mb={6}>
        {title}
      </Title>
      {children}
    </div>
  );
}
