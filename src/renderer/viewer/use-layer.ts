import { useEffect, useState } from 'react';
import { fileUrl } from '../api/client.ts';
import type { Colour } from './palette.ts';
import { createPhotoPyramid, createTint, type PhotoPyramid, readPixels } from './photo-pyramid.ts';
import { outlineOf } from './raster.ts';

export interface Loaded<T> {
  readonly value: T | null;
  readonly error: unknown;
}

export function usePhotoLayer(sha256: string, extension: 'jpg' | 'png'): Loaded<PhotoPyramid> {
  return useLoaded(fileUrl(sha256, extension), async (bitmap) => createPhotoPyramid(bitmap), closePyramid);
}

/** A mask in a colour; the colour is taken once. */
export function useTintLayer(sha256: string, colour: Colour): Loaded<PhotoPyramid> {
  return useLoaded(fileUrl(sha256, 'png'), (bitmap) => createTint(bitmap, colour), closePyramid);
}

/** The outline of a field of view, in pixels of the photograph. */
export function useOutline(sha256: string): Loaded<Path2D> {
  return useLoaded(fileUrl(sha256, 'png'), async (bitmap) => {
    const { width, height, data } = readPixels(bitmap);
    bitmap.close();
    const path = new Path2D();
    for (const [x, y] of outlineOf({ width, height, data, stride: 4 })) path.lineTo(x, y);
    path.closePath();
    return path;
  });
}

const closePyramid = (pyramid: PhotoPyramid) => {
  for (const level of pyramid) level.close();
};

/** What is made of a picture, kept while the component shows it. */
function useLoaded<T>(
  url: string,
  make: (bitmap: ImageBitmap) => Promise<T>,
  release?: (value: T) => void,
): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T> & { readonly url: string }>({
    url,
    value: null,
    error: null,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: an address has one picture, and `make` is constant
  useEffect(() => {
    const controller = new AbortController();
    let made: T | null = null;
    const load = async () => {
      const bitmap = await readBitmap(url, controller.signal);
      made = await make(bitmap);
      if (controller.signal.aborted) release?.(made);
      else setLoaded({ url, value: made, error: null });
    };
    load().catch((error: unknown) => {
      if (!controller.signal.aborted) setLoaded({ url, value: null, error });
    });
    return () => {
      controller.abort();
      if (made !== null) release?.(made);
    };
  }, [url]);
  return loaded.url === url ? loaded : { value: null, error: null };
}

async function readBitmap(url: string, signal: AbortSignal): Promise<ImageBitmap> {
  const response = await fetch(url, { signal });
  if (!response.ok) throw new Error(`The picture cannot be read (status ${response.status})`);
  return createImageBitmap(await response.blob());
}
