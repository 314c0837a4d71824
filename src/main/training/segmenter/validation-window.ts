import type { Raster } from '../../imaging/raster.ts';
import type { SegmenterInput } from './data.ts';

const maxSide = 512;

/** The middle 512 x 512 pixels of an image, or all that it has. */
export function centralWindow(source: SegmenterInput): SegmenterInput {
  const window = windowOf(source);
  const pixels = window.width * window.height;
  const plane = source.width * source.height;
  const at = (index: number) => indexIn(source, window, index);
  return {
    width: window.width,
    height: window.height,
    image: Float32Array.from(
      { length: 3 * pixels },
      (_, i) => source.image[Math.floor(i / pixels) * plane + at(i % pixels)]!,
    ),
    vessel: Uint8Array.from({ length: pixels }, (_, i) => source.vessel[at(i)]!),
    fov: Uint8Array.from({ length: pixels }, (_, i) => source.fov[at(i)]!),
  };
}

/** The same window of a picture. */
export function centralPicture(source: Raster): Raster {
  const window = windowOf(source);
  const { channels } = source;
  const { width, height } = window;
  const data = Uint8Array.from(
    { length: width * height * channels },
    (_, i) => source.data[indexIn(source, window, Math.floor(i / channels)) * channels + (i % channels)]!,
  );
  return { width, height, channels, data };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

interface Window extends Size {
  readonly left: number;
  readonly top: number;
}

function windowOf(source: Size): Window {
  const width = Math.min(maxSide, source.width);
  const height = Math.min(maxSide, source.height);
  return { width, height, left: (source.width - width) >> 1, top: (source.height - height) >> 1 };
}

/** Of the window's pixel `index`, row by row, in the source. */
function indexIn(source: Size, { left, top, width }: Window, index: number): number {
  return (top + Math.floor(index / width)) * source.width + left + (index % width);
}
