import { Button, Group, Text } from '@mantine/core';
import { ScanSearch } from 'lucide-react';
import type { ImageItem } from '../../shared/api/images.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { formatCount } from '../ui/format.ts';
import { JobProgress } from '../ui/job-progress.tsx';
import { isActive, useJobs } from '../ui/jobs.ts';
import { hasMask } from './filter.ts';
import type { Extraction } from './use-extraction.ts';

/** What stands in place of an image's mask while it has none. */
export function NoMask({
  image,
  images,
  extraction,
}: {
  image: ImageItem;
  images: readonly ImageItem[];
  extraction: Extraction;
}) {
  const job = useJobs().findLast((one) => one.kind === 'segment' && isActive(one));
  const unmasked = images.filter((one) => !hasMask(one));
  return (
    <EmptyState
      icon={ScanSearch}
      title={job ? 'Extracting vessels' : `${image.name} has no mask yet`}
      action={
        job ? (
          <div style={{ width: 320 }}>
            <JobProgress job={job} />
          </div>
        ) : (
          <Group gap="xs" justify="center">
            <Button loading={extraction.isStarting} onClick={() => extraction.start([image.name])}>
              Extract vessels
            </Button>
            {unmasked.length > 1 && (
              <Button
                variant="default"
                loading={extraction.isStarting}
                onClick={() => extraction.start(unmasked.map(({ name }) => name))}
              >
                Of all {formatCount(unmasked.length, 'image')} without a mask
              </Button>
            )}
          </Group>
        )
      }
    >
      <Text c="dimmed">
        {job
          ? 'The mask appears here as soon as it is there.'
          : "The project's segmenter finds the vessels; then you correct them here."}
      </Text>
    </EmptyState>
  );
}
