import { useEffect, useRef, useState } from 'react';
import type { Sha256 } from '../../shared/domain.ts';
import { fileUrl } from '../api/client.ts';
import classes from './synthesis.module.css';

/** Decoded one after the other: a mask of a large photograph takes 32 MB while it is. */
let queue: Promise<unknown> = Promise.resolve();

function loadSmall(sha256: Sha256, width: number, signal: AbortSignal): Promise<ImageBitmap> {
  const load = async () => {
    signal.throwIfAborted();
    const response = await fetch(fileUrl(sha256, 'png'), { signal });
    return createImageBitmap(await response.blob(), { resizeWidth: width, resizeQuality: 'high' });
  };
  const loaded = queue.then(load, load);
  queue = loaded.catch(() => undefined);
  return loaded;
}

/** A mask made small by averaging, so that thin vessels stay visible. @param width pixels */
export function MaskThumbnail({ sha256, width, alt }: { sha256: Sha256; width: number; alt: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isFailed, setFailed] = useState(false);
  useEffect(() => {
    const controller = new AbortController();
    loadSmall(sha256, width * devicePixelRatio, controller.signal)
      .then((bitmap) => {
        const element = canvas.current;
        if (!element) return bitmap.close();
        Object.assign(element, { width: bitmap.width, height: bitmap.height });
        element.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
      })
      .catch(() => {
        if (!controller.signal.aborted) setFailed(true);
      });
    return () => controller.abort();
  }, [sha256, width]);
  if (isFailed) return <div className={classes.mask}>not readable</div>;
  return <canvas ref={canvas} className={classes.mask} role="img" aria-label={alt} />;
}
