import { Check, Tag, X } from 'lucide-react';
import type { Ref } from 'react';
import type { SyntheticItem } from '../../shared/api/synthetic.ts';
import { diagnosisNames } from '../../shared/domain.ts';
import { syntheticThumbnailUrl } from '../api/client.ts';
import { PictureGrid } from '../ui/lists/picture-grid.tsx';
import { CaptionLine, type PictureKind } from '../ui/lists/picture-tile.tsx';
import { selectionHandlers } from '../ui/lists/selection.ts';
import { decisionOf } from './filters.ts';
import classes from './gallery.module.css';
import { type GalleryView, tileSizes } from './use-gallery-view.ts';

export interface ImageGridProps {
  readonly view: GalleryView;
  readonly onOpen: (id: number) => void;
  readonly ref: Ref<HTMLDivElement>;
}

/** The images as pictures. */
export function ImageGrid({ view, onOpen, ref }: ImageGridProps) {
  return (
    <PictureGrid
      ref={ref}
      label="Synthetic images"
      kind={syntheticTile}
      list={view}
      tileSize={tileSizes[view.tileSize]}
      handlersOf={(shape) => selectionHandlers(view, shape, onOpen)}
      className={classes.grid}
    />
  );
}

const syntheticTile: PictureKind<SyntheticItem> = {
  thumbnail: (item) => ({ sha256: item.thumbnailSha256, url: syntheticThumbnailUrl(item) }),
  Caption,
  captionHeight: 26,
  attributes: (item) => {
    const { name, diagnosis, tags } = item;
    const decision = decisionOf(item);
    return {
      'aria-label': [name, diagnosisNames[diagnosis], decision, ...tags].join(', '),
      title: name,
      'data-pale': decision === 'discarded' || undefined,
    };
  },
};

function Caption({ item }: { item: SyntheticItem }) {
  const decision = decisionOf(item);
  return (
    <CaptionLine words={diagnosisNames[item.diagnosis]}>
      {item.tags.length > 0 && <Tag size={13} aria-hidden />}
      {decision === 'kept' && <Check size={15} strokeWidth={3} className={classes.kept} aria-hidden />}
      {decision === 'discarded' && <X size={15} strokeWidth={3} className={classes.discarded} aria-hidden />}
    </CaptionLine>
  );
}
