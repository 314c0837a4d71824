// biome-ignore-all lint/a11y/useFocusableInteractive: the list has the focus and names its active item
import { type ComponentType, memo, type ReactNode, useEffect, useState } from 'react';
import classes from './picture-grid.module.css';
import { keptUrl, queueThumbnail, type ThumbnailSource } from './thumbnails.ts';

/** What a grid of pictures shows of its items. */
export interface PictureKind<Item> {
  readonly thumbnail: (item: Item) => ThumbnailSource;
  readonly Caption: ComponentType<{ readonly item: Item }>;
  /** Pixels. */
  readonly captionHeight: number;
  readonly attributes: (item: Item) => TileAttributes;
}

export interface TileAttributes {
  /** Where the caption does not say all. */
  readonly 'aria-label'?: string;
  readonly title?: string;
  readonly draggable?: boolean;
  /** Whether the picture is drawn pale. */
  readonly 'data-pale'?: true | undefined;
}

interface PictureTileProps<Item> {
  readonly kind: PictureKind<Item>;
  readonly item: Item;
  readonly width: number;
  /** From 1. */
  readonly position: number;
  readonly total: number;
  readonly isSelected: boolean;
  readonly isFocused: boolean;
}

export const tileId = (id: number) => `picture-${id}`;

function Tile<Item extends { readonly id: number }>(props: PictureTileProps<Item>) {
  const { kind, item, width, position, total, isSelected, isFocused } = props;
  const { thumbnail, Caption, captionHeight, attributes } = kind;
  return (
    <div
      id={tileId(item.id)}
      role="option"
      aria-selected={isSelected}
      aria-posinset={position}
      aria-setsize={total}
      className={classes.tile}
      style={{ width }}
      data-id={item.id}
      data-focused={isFocused || undefined}
      {...attributes(item)}
    >
      <div className={classes.picture}>
        <Thumbnail {...thumbnail(item)} />
      </div>
      <div className={classes.caption} style={{ height: captionHeight }}>
        <Caption item={item} />
      </div>
    </div>
  );
}

/** One picture of a grid; it is drawn again only when something of it changes. */
export const PictureTile = memo(Tile) as typeof Tile;

interface CaptionLineProps {
  /** Cut off where they do not fit. */
  readonly words: string;
  /** The words in full. */
  readonly title?: string;
  /** Small icons at the end. */
  readonly children: ReactNode;
}

export function CaptionLine({ words, title, children }: CaptionLineProps) {
  return (
    <div className={classes.captionLine}>
      <span title={title}>{words}</span>
      <span className={classes.marks}>{children}</span>
    </div>
  );
}

/**
 * A small picture of a long list, beside the text that says what it is. It fills its parent, which looks like a
 * fundus until the picture is there; those in sight are loaded first.
 */
export function Thumbnail({ sha256, url }: ThumbnailSource) {
  const [src, setSrc] = useState(() => keptUrl({ sha256, url }));
  const [frame, setFrame] = useState<HTMLElement | null>(null);
  useEffect(() => {
    const kept = keptUrl({ sha256, url });
    setSrc(kept);
    if (kept !== undefined || !frame) return;
    const controller = new AbortController();
    const withdraw = queueThumbnail(
      { sha256, url },
      () => isInSight(frame),
      (loaded) => {
        if (!controller.signal.aborted) setSrc(loaded);
      },
    );
    return () => {
      controller.abort();
      withdraw();
    };
  }, [sha256, url, frame]);
  return (
    <span className={classes.thumbnailFrame} ref={setFrame}>
      {src && <img className={classes.thumbnail} src={src} alt="" draggable={false} decoding="sync" />}
    </span>
  );
}

function isInSight(element: HTMLElement): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}
