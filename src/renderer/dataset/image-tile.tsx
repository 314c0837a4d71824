// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and names its active item
import { CircleCheck, CircleX, PencilLine, Spline, Wrench } from 'lucide-react';
import { memo } from 'react';
import type { ImageItem, Verdict } from '../../shared/api/images.ts';
import { diagnosisNames } from '../../shared/domain.ts';
import { fileUrl } from '../api/client.ts';
import { splitNames, verdictNames } from '../ui/badges.tsx';
import { Thumbnail } from '../ui/thumbnail.tsx';
import classes from './image-grid.module.css';
import { shortClassNames } from './labels.ts';

interface ImageTileProps {
  image: ImageItem;
  width: number;
  /** From 1. */
  position: number;
  total: number;
  isSelected: boolean;
  isFocused: boolean;
}

export const tileId = (imageId: number) => `image-${imageId}`;

export const thumbnailOf = ({ thumbnailSha256, sha256, extension }: ImageItem) =>
  thumbnailSha256 === null ? fileUrl(sha256, extension) : fileUrl(thumbnailSha256, 'jpg');

export const ImageTile = memo(function ImageTile(props: ImageTileProps) {
  const { image, width, position, total, isSelected, isFocused } = props;
  return (
    <div
      id={tileId(image.id)}
      role="option"
      aria-selected={isSelected}
      aria-posinset={position}
      aria-setsize={total}
      className={classes.tile}
      style={{ width }}
      data-id={image.id}
      data-focused={isFocused || undefined}
      draggable
    >
      <div className={classes.picture}>
        <Thumbnail src={thumbnailOf(image)} />
      </div>
      <div className={classes.caption}>
        <div className={classes.name} title={image.name}>
          {image.name}
        </div>
        <Facts image={image} />
      </div>
    </div>
  );
});

function Facts({ image: { diagnosis, split, verdict, masks } }: { image: ImageItem }) {
  const inFull = [diagnosis && diagnosisNames[diagnosis], split && splitNames[split]].filter(Boolean);
  const words = [diagnosis && shortClassNames[diagnosis], split && splitNames[split]].filter(Boolean);
  return (
    <div className={classes.facts}>
      <span title={inFull.join(' · ')}>{words.join(' · ') || 'no class, no split'}</span>
      <span className={classes.marks}>
        {masks.annotated > 0 && <PencilLine size={14} role="img" aria-label="annotated" />}
        {masks.predicted + masks.edited > 0 && <Spline size={14} role="img" aria-label="vessels extracted" />}
        {verdict && <VerdictMark verdict={verdict} />}
      </span>
    </div>
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
