import { CircleCheck, CircleX, PencilLine, Spline, Wrench } from 'lucide-react';
import type { ImageItem, Verdict } from '../../shared/api/images.ts';
import { diagnosisNames, splitNames } from '../../shared/domain.ts';
import { fileUrl } from '../api/client.ts';
import { verdictNames } from '../ui/badges.tsx';
import { PictureGrid } from '../ui/lists/picture-grid.tsx';
import { CaptionLine, type PictureKind } from '../ui/lists/picture-tile.tsx';
import type { ThumbnailSource } from '../ui/lists/thumbnails.ts';
import classes from './image-grid.module.css';
import { shortClassNames } from './labels.ts';
import { listHandlers } from './list-handlers.ts';
import type { DatasetView } from './use-dataset-view.ts';

/** The images as pictures. */
export function ImageGrid({ view, onOpen }: { view: DatasetView; onOpen: (id: number) => void }) {
  return (
    <PictureGrid
      label="Images"
      kind={imageTile}
      list={view}
      tileSize={view.tileSize}
      handlersOf={(shape) => listHandlers(view, shape, onOpen)}
      className={classes.grid}
    />
  );
}

export const thumbnailOf = ({ thumbnailSha256, sha256, extension }: ImageItem) =>
  thumbnailSha256 === null ? fileUrl(sha256, extension) : fileUrl(thumbnailSha256, 'jpg');

export const thumbnailSource = (image: ImageItem): ThumbnailSource => ({
  sha256: image.thumbnailSha256,
  url: thumbnailOf(image),
});

const imageTile: PictureKind<ImageItem> = {
  thumbnail: thumbnailSource,
  Caption,
  captionHeight: 44,
  attributes: () => ({ draggable: true }),
};

function Caption({ item: { name, diagnosis, split, verdict, masks } }: { item: ImageItem }) {
  const inFull = [diagnosis && diagnosisNames[diagnosis], split && splitNames[split]].filter(Boolean);
  const words = [diagnosis && shortClassNames[diagnosis], split && splitNames[split]].filter(Boolean);
  return (
    <>
      <div className={classes.name} title={name}>
        {name}
      </div>
      <div className={classes.facts}>
        <CaptionLine words={words.join(' · ') || 'no class, no split'} title={inFull.join(' · ')}>
          {masks.annotated > 0 && <PencilLine size={14} role="img" aria-label="annotated" />}
          {masks.predicted + masks.edited > 0 && (
            <Spline size={14} role="img" aria-label="vessels extracted" />
          )}
          {verdict && <VerdictMark verdict={verdict} />}
        </CaptionLine>
      </div>
    </>
  );
}

const verdictMarks = {
  accepted: {
    icon: CircleCheck,
    colour: 'light-dark(var(--mantine-color-green-9), var(--mantine-color-green-4))',
  },
  'needs-work': {
    icon: Wrench,
    colour: 'light-dark(var(--mantine-color-yellow-9), var(--mantine-color-yellow-4))',
  },
  rejected: { icon: CircleX, colour: 'light-dark(var(--mantine-color-red-9), var(--mantine-color-red-4))' },
} as const;

function VerdictMark({ verdict }: { verdict: Verdict }) {
  const { icon: Icon, colour } = verdictMarks[verdict];
  return <Icon size={14} color={colour} role="img" aria-label={verdictNames[verdict]} />;
}
