import { Button, Center, Group, Loader, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useBlocker } from '@tanstack/react-router';
import { Images, ScanSearch } from 'lucide-react';
import { useRef, useState } from 'react';
import type { ImageItem } from '../../shared/api/images.ts';
import { imagesQuery } from '../api/queries.ts';
import { useCommands } from '../ui/commands.ts';
import { confirm } from '../ui/confirm.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatCount } from '../ui/format.ts';
import { EmptyState } from '../ui/screen.tsx';
import { useShortcut } from '../ui/shortcuts.ts';
import { JobProgress } from '../ui/work/job-progress.tsx';
import { isActive, useJobs } from '../ui/work/jobs.ts';
import type { Editor } from './editor.ts';
import { hasMask } from './filter.ts';
import { ImageList } from './image-list.tsx';
import classes from './review.module.css';
import { reviewQueue } from './session/send-queue.ts';
import { createSettings, type EditorSettings } from './settings.ts';
import type { Store } from './store.ts';
import { useEditor } from './use-editor.ts';
import { type Extraction, type ReviewActions, useExtraction, useNextImage, useReview } from './use-review.ts';
import { VerdictBar, verdictKeys } from './verdict-bar.tsx';
import { LoadingWorkspace, Workspace } from './workspace.tsx';

export function ReviewScreen() {
  const { data: images, error, refetch } = useQuery(imagesQuery);
  if (error) return <ErrorPanel error={error} onRetry={() => refetch()} />;
  if (!images) return <Waiting />;
  if (images.length === 0) {
    return (
      <EmptyState
        icon={Images}
        title="There is nothing to review yet"
        action={
          <Button component={Link} to="/images">
            Import photographs
          </Button>
        }
      >
        Import photographs first; then their vessel masks are checked and corrected here.
      </EmptyState>
    );
  }
  return <Review images={images} />;
}

function Review({ images: known }: { images: readonly ImageItem[] }) {
  const [settings] = useState(createSettings);
  const editor = useRef<Editor>(null);
  const { images, image, listed, filter, setFilter, actions } = useReview(known, () =>
    editor.current?.save(),
  );
  useVerdictKeys(actions);
  useReviewCommands(actions);
  useLeaveWarning();
  useNextImage(listed, image?.id);
  return (
    <div className={classes.screen}>
      <ImageList
        images={images}
        listed={listed}
        current={image?.id}
        filter={filter}
        setFilter={setFilter}
        select={actions.select}
      />
      <section className={classes.main} aria-label="Mask">
        {!image && (
          <EmptyState icon={Images} title="No image matches the filters">
            Choose others at the left.
          </EmptyState>
        )}
        {image && <VerdictBar image={image} actions={actions} />}
        {image && (
          <ImageWork key={image.id} image={image} images={images} settings={settings} editor={editor} />
        )}
      </section>
    </div>
  );
}

function ImageWork({
  image,
  images,
  settings,
  editor,
}: {
  image: ImageItem;
  images: readonly ImageItem[];
  settings: Store<EditorSettings>;
  editor: { current: Editor | null };
}) {
  const { detail, loaded, retry } = useEditor(image.id, settings);
  const extraction = useExtraction();
  editor.current = loaded.status === 'ready' ? loaded.editor : null;
  if (loaded.status === 'failed') return <ErrorPanel error={loaded.error} onRetry={retry} />;
  if (loaded.status === 'unmasked') return <NoMask image={image} images={images} extraction={extraction} />;
  if (loaded.status === 'loading' || !detail) return <LoadingWorkspace image={image} />;
  return (
    <Workspace
      editor={loaded.editor}
      image={image}
      detail={detail}
      settings={settings}
      extraction={extraction}
      readAgain={retry}
    />
  );
}

function Waiting() {
  return (
    <Center h="100%">
      <Loader aria-label="Loading" />
    </Center>
  );
}

function useVerdictKeys({ give, takeBack, go }: ReviewActions): void {
  const group = { group: 'Review' };
  const [accept, needsWork, reject] = verdictKeys;
  useShortcut(accept!.keys, () => give('accepted'), 'Accept, and next image', group);
  useShortcut(needsWork!.keys, () => give('needs-work'), 'Needs work, and next image', group);
  useShortcut(reject!.keys, () => give('rejected'), 'Reject, and next image', group);
  useShortcut('U', takeBack, 'Take the verdict back', group);
  useShortcut('J, PageDown', () => go(1), 'Next image', group);
  useShortcut('K, PageUp', () => go(-1), 'Previous image', group);
}

/** Leaving the page, or the screen when the service does not take what was done, asks first. */
function useLeaveWarning(): void {
  useBlocker({
    enableBeforeUnload: () => reviewQueue.state.value.unsent > 0,
    shouldBlockFn: async ({ next }) => {
      const { error, isRetrying } = reviewQueue.state.value;
      if (next.pathname === '/review' || (!error && !isRetrying)) return false;
      const isSure = await confirm({
        title: 'Not everything is saved',
        message: 'Some of what you did to masks has not been saved yet. It is lost if you leave now.',
        confirmLabel: 'Leave anyway',
        isDangerous: true,
      });
      if (isSure) reviewQueue.clear();
      return !isSure;
    },
  });
}

/** What the command palette offers for the image in hand. */
function useReviewCommands(actions: ReviewActions): void {
  useCommands([
    ...verdictKeys.map(({ verdict, label, keys, icon }) => ({
      ...{ id: `review-${verdict}`, label: `${label}, and next image`, keys, icon },
      run: () => actions.give(verdict),
    })),
    { id: 'review-next', label: 'Next image', keys: 'J', run: () => actions.go(1) },
    { id: 'review-previous', label: 'Previous image', keys: 'K', run: () => actions.go(-1) },
  ]);
}

/** What stands in place of an image's mask while it has none. */
function NoMask({
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
