import type { Mask, Raster } from './raster.ts';
import { resizePlane, resizeRaster } from './resize.ts';

/** The picture that a synthesizer makes, in pixels. */
export interface Canvas {
  readonly width: number;
  readonly height: number;
}

/** Where a photograph lies on a canvas: resized to `width` x `height`, its corner at (left, top), cut at the rim. */
export interface Placement {
  readonly canvas: Canvas;
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly top: number;
}

/**
 * A vessel thinner than a pixel covers less than half of it. From this share on the pixel is kept as vessel, so
 * that thin vessels do not break up when a mask becomes six times smaller.
 */
export const vesselCoverage = 0.35;

/** Places a photograph so that the box around its field of view fits the canvas, centred. */
export function fitToCanvas(fov: Mask, canvas: Canvas): Placement {
  const box = boundingBox(fov);
  const factor = Math.min(canvas.width / box.width, canvas.height / box.height);
  const middle = (start: number, length: number) => (start + length / 2) * factor;
  return {
    canvas,
    width: Math.round(fov.width * factor),
    height: Math.round(fov.height * factor),
    left: Math.round(canvas.width / 2 - middle(box.left, box.width)),
    top: Math.round(canvas.height / 2 - middle(box.top, box.height)),
  };
}

function boundingBox({ width, height, data }: Mask) {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (data[i] !== 1) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  if (right < 0) return { left: 0, top: 0, width, height };
  return { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** A mask of vessels, or a field of view, on the canvas; 0 beyond it. */
export function placeMask(mask: Mask, placement: Placement): Mask {
  const data = placeValues(mask, placement, (coverage) => (coverage >= vesselCoverage ? 1 : 0));
  return { ...placement.canvas, data };
}

/** How much of each pixel of the canvas a mask covers, wholly is 255; 0 beyond it. */
export function placeCoverage(mask: Mask, placement: Placement): Raster {
  const data = placeValues(mask, placement, (coverage) => Math.round(255 * coverage));
  return { ...placement.canvas, channels: 1, data };
}

function placeValues(mask: Mask, placement: Placement, levelOf: (coverage: number) => number): Uint8Array {
  const { canvas, width, height } = placement;
  const coverage = resizePlane(mask.data, mask.width, mask.height, width, height);
  const data = new Uint8Array(canvas.width * canvas.height);
  eachRow(placement, (from, to, length) => {
    for (let i = 0; i < length; i++) data[to + i] = levelOf(coverage[from + i]!);
  });
  return data;
}

/** A photograph on the canvas; black beyond it. */
export async function placeRaster(raster: Raster, placement: Placement): Promise<Raster> {
  const { canvas, width, height } = placement;
  const { channels } = raster;
  const resized = await resizeRaster(raster, width, height);
  const data = new Uint8Array(canvas.width * canvas.height * channels);
  eachRow(placement, (from, to, length) => {
    data.set(resized.data.subarray(from * channels, (from + length) * channels), to * channels);
  });
  return { ...canvas, channels, data };
}

/** Visits each row of the photograph that shows on the canvas, with its offsets in either and its length. */
function eachRow(
  { canvas, width, height, left, top }: Placement,
  visit: (from: number, to: number, length: number) => void,
): void {
  const first = Math.max(0, left);
  const length = Math.min(canvas.width, left + width) - first;
  for (let y = Math.max(0, top); y < Math.min(canvas.height, top + height); y++) {
    visit((y - top) * width + first - left, y * canvas.width + first, length);
  }
}
