// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and names its active item
import { Check, Tag, X } from 'lucide-react';
import { memo } from 'react';
import type { SyntheticItem } from '../../shared/api/synthetic.ts';
import { diagnosisNames } from '../../shared/domain.ts';
import { syntheticThumbnailUrl } from '../api/client.ts';
import { Thumbnail } from '../ui/thumbnail.tsx';
import { decisionOf } from './filters.ts';
import classes from './gallery.module.css';

export interface ImageTileProps {
  readonly item: SyntheticItem;
  readonly width: number;
  /** From 1. */
  readonly position: number;
  readonly total: number;
  readonly isSelected: boolean;
  readonly isFocused: boolean;
}

export const tileId = (id: number) => `synthetic-${id}`;

export const ImageTile = memo(function ImageTile(props: ImageTileProps) {
  const { item, width, position, total, isSelected, isFocused } = props;
  const { id, diagnosis, tags, name } = item;
  const decision = decisionOf(item);
  return (
    <div
      id={tileId(id)}
      role="option"
      aria-selected={isSelected}
      aria-label={[name, diagnosisNames[diagnosis], decision, ...tags].join(', ')}
      aria-posinset={position}
      aria-setsize={total}
      className={classes.tile}
      style={{ width }}
      title={name}
      data-id={id}
      data-decision={decision}
      data-focused={isFocused || undefined}
    >
      <div className={classes.picture}>
        <Thumbnail src={syntheticThumbnailUrl(item)} />
      </div>
      <div className={classes.caption}>
        <span>{diagnosisNames[diagnosis]}</span>
        <span className={classes.marks}>
          {tags.length > 0 && <Tag size={13} aria-hidden />}
          {decision === 'kept' && <Check size={15} strokeWidth={3} className={classes.kept} aria-hidden />}
          {decision === 'discarded' && (
            <X size={15} strokeWidth={3} className={classes.discarded} aria-hidden />
          )}
        </span>
      </div>
    </div>
  );
});
