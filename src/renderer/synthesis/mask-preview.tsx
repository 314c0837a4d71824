import { Alert, Text } from '@mantine/core';
import { useQueries } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { ImageItem } from '../../shared/api/images.ts';
import { type Diagnosis, diagnosisNames, type Sha256 } from '../../shared/domain.ts';
import type { MaskChoice } from '../../shared/jobs/requests.ts';
import { fileUrl } from '../api/client.ts';
import { imageQuery } from '../api/queries.ts';
import { formatCount } from '../ui/format.ts';
import { maskOf, sourcesOf } from './sources.ts';
import classes from './synthesis.module.css';

/** Photographs whose masks are shown. */
const shown = 6;

export interface MaskPreviewProps {
  readonly images: readonly ImageItem[];
  readonly choice: MaskChoice;
  readonly diagnosis: Diagnosis | null;
  /** How often a mask is taken. */
  readonly count: number;
  /** Images that are made of it each time. */
  readonly perMask: number;
}

/** The masks that will be used, and how often each. */
export function MaskPreview({ images, choice, diagnosis, count, perMask }: MaskPreviewProps) {
  const { sources, isOfOtherClasses } = sourcesOf(images, choice, diagnosis);
  const used = sources.slice(0, count);
  const details = useQueries({ queries: used.slice(0, shown).map(({ id }) => imageQuery(id)) });
  if (sources.length === 0) return null;
  return (
    <div>
      <Text size="sm" fw={500}>
        {formatCount(used.length, 'mask')} will be used{turns(count, sources.length, perMask)}
      </Text>
      {isOfOtherClasses && diagnosis && (
        <Alert color="yellow" my="xs" p="xs">
          No photograph with such a mask is {diagnosisNames[diagnosis]}: masks of the other classes are used.
        </Alert>
      )}
      <div className={classes.masks}>
        {details.map(({ data }) => {
          const mask = data && maskOf(data, choice);
          return (
            mask && (
              <figure key={data.id} className={classes.maskFigure}>
                <MaskThumbnail sha256={mask.sha256} width={110} alt={`Mask of ${data.name}`} />
                <Text component="figcaption" size="xs" c="dimmed" truncate>
                  {data.name}
                </Text>
              </figure>
            )
          );
        })}
      </div>
      {used.length > shown && (
        <Text size="xs" c="dimmed">
          and {formatCount(used.length - shown, 'other')}
        </Text>
      )}
    </div>
  );
}

function turns(count: number, sources: number, perMask: number): string {
  if (count <= sources) return perMask === 1 ? ', one image of each.' : `, ${perMask} images of each.`;
  const [least, most] = [Math.floor(count / sources), Math.ceil(count / sources)].map(
    (times) => times * perMask,
  );
  return least === most ? `, ${least} images of each.` : `, ${least} or ${most} images of each.`;
}

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
function MaskThumbnail({ sha256, width, alt }: { sha256: Sha256; width: number; alt: string }) {
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
