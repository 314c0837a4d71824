import { useEffect, useState } from 'react';
import { LoadQueue } from './load-queue.ts';
import classes from './thumbnail.module.css';

/** As many as a browser has connections for, less one for events. */
const queue = new LoadQueue(5);
const loaded = new Set<string>();

/**
 * A small picture of a long list, beside the text that says what it is. It fills its parent, which looks like a
 * fundus until the picture is there; those in sight are loaded first.
 */
export function Thumbnail({ src }: { src: string }) {
  const [isLoaded, setIsLoaded] = useState(() => loaded.has(src));
  const [frame, setFrame] = useState<HTMLElement | null>(null);
  useEffect(() => {
    if (loaded.has(src)) return setIsLoaded(true);
    setIsLoaded(false);
    if (!frame) return;
    const controller = new AbortController();
    const withdraw = queue.add({
      isInSight: () => isInSight(frame),
      start: async () => {
        await load(src);
        if (!controller.signal.aborted) setIsLoaded(true);
      },
    });
    return () => {
      controller.abort();
      withdraw();
    };
  }, [src, frame]);
  return (
    <span className={classes.frame} ref={setFrame}>
      {isLoaded && <img className={classes.picture} src={src} alt="" draggable={false} decoding="sync" />}
    </span>
  );
}

/** The browser keeps it, so that it is drawn at once afterwards. */
async function load(src: string): Promise<void> {
  const picture = new Image();
  picture.src = src;
  await picture.decode();
  loaded.add(src);
}

function isInSight(element: HTMLElement): boolean {
  const { top, bottom } = element.getBoundingClientRect();
  return bottom > 0 && top < window.innerHeight;
}
