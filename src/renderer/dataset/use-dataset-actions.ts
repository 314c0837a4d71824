import type { ImageItem } from '../../shared/api/images.ts';
import type { Diagnosis, Split } from '../../shared/domain.ts';
import { call } from '../api/client.ts';
import { confirm } from '../ui/confirm.tsx';
import { formatCount } from '../ui/format.ts';
import { useAction } from '../ui/use-action.tsx';
import { startJob } from '../ui/work/jobs.ts';
import { classLabel, nameImages, splitLabel } from './labels.ts';
import { divideImages } from './splits.ts';
import type { ImageEdits } from './use-image-edits.tsx';

/** What can be done to images of the data set. */
export interface DatasetActions {
  readonly edits: ImageEdits;
  readonly setSplit: (images: readonly ImageItem[], split: Split | null) => void;
  readonly setClass: (images: readonly ImageItem[], diagnosis: Diagnosis | null) => void;
  /** Into training, validation and test. */
  readonly divide: (images: readonly ImageItem[], which: 'all' | 'unassigned') => void;
  readonly remove: (images: readonly ImageItem[]) => Promise<void>;
  /** Extracts those of all images where none are given. */
  readonly extractVessels: (images?: readonly ImageItem[]) => void;
}

export function useDatasetActions(edits: ImageEdits): DatasetActions {
  const removal = useAction((ids: number[]) => call('POST /images/remove', { body: { ids } }), {
    success: 'Removed',
  });
  const segmentation = useAction(startJob, { success: 'Vessels are being extracted' });
  return {
    edits,
    setSplit: (images, split) => {
      if (images.length === 0) return;
      edits.update([{ ids: idsOf(images), split }], `${nameImages(images)} → ${splitLabel(split)}`);
    },
    setClass: (images, diagnosis) => {
      if (images.length === 0) return;
      edits.update([{ ids: idsOf(images), diagnosis }], `${nameImages(images)} → ${classLabel(diagnosis)}`);
    },
    divide: (images, which) => {
      const updates = divideImages(images, which);
      const count = updates.reduce((sum, { ids }) => sum + ids.length, 0);
      edits.update(updates, `${formatCount(count, 'image')} divided`);
    },
    remove: async (images) => {
      if (images.length > 0 && (await confirmRemoval(images))) await removal.run(idsOf(images));
    },
    extractVessels: (images) => {
      if (images?.length === 0) return;
      const options = images ? { images: images.map(({ name }) => name) } : {};
      void segmentation.run({ kind: 'segment', options });
    },
  };
}

const idsOf = (images: readonly ImageItem[]) => images.map(({ id }) => id);

function confirmRemoval(images: readonly ImageItem[]): Promise<boolean> {
  const masks = images.reduce((sum, { masks }) => sum + masks.annotated + masks.predicted + masks.edited, 0);
  const withMasks = masks > 0 ? ` with ${formatCount(masks, 'vessel mask')}` : '';
  return confirm({
    title: `Remove ${nameImages(images)}?`,
    message: `The project's copy${withMasks} and all edits and reviews go. This cannot be undone; the files that you imported stay where they are.`,
    confirmLabel: 'Remove',
    isDangerous: true,
  });
}
