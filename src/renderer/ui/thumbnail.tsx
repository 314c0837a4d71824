import { useEffect, useState } from 'react';
import classes from './thumbnail.module.css';
import { keptUrl, queueThumbnail, type ThumbnailSource } from './thumbnails.ts';

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
    <span className={classes.frame} ref={setFrame}>
      {src && <img className={classes.picture} src={src} alt="" draggable={false} decoding="sync" />}
    </span>
  );
}

function isInSight(element: HTMLElement): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}
