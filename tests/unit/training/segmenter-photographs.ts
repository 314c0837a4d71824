import { channelScores, normalizeInsideFov } from '../../../src/main/imaging/normalize.ts';
import type { TrainingImage } from '../../../src/main/training/augmentation.ts';
import type { SegmenterPhotograph } from '../../../src/main/training/segmenter-program.ts';
import { createRandom } from '../../../src/shared/random.ts';

/** A made-up photograph with a few vessels in a round field of view, as both ways of training take it. */
export function segmenterPhotograph(
  width: number,
  height: number,
  seed: number,
): SegmenterPhotograph & TrainingImage {
  const random = createRandom(seed);
  const pixels = width * height;
  const place = (i: number) => ({ x: i % width, y: Math.floor(i / width) });
  const fov = Uint8Array.from({ length: pixels }, (_, i) => {
    const { x, y } = place(i);
    return Math.hypot(x - width / 2, y - height / 2) < 0.45 * Math.min(width, height) ? 1 : 0;
  });
  const vessel = Uint8Array.from({ length: pixels }, (_, i) => {
    const { x, y } = place(i);
    return fov[i]! & Number((x + 3 * seed) % 17 < 3 || (2 * y + x) % 23 < 2);
  });
  const levels = Uint8Array.from({ length: 3 * pixels }, (_, at) => {
    const [channel, i] = [Math.floor(at / pixels), at % pixels];
    const { x, y } = place(i);
    return (
      120 + 20 * channel + 30 * Math.sin(x / 9) * Math.cos(y / 7) - 50 * vessel[i]! + 8 * random.normal()
    );
  });
  const raster = {
    width,
    height,
    channels: 3 as const,
    data: Uint8Array.from({ length: 3 * pixels }, (_, i) => levels[(i % 3) * pixels + Math.floor(i / 3)]!),
  };
  const mask = { width, height, data: fov };
  const image = normalizeInsideFov(raster, mask);
  return { width, height, levels, image, vessel, fov, scores: channelScores(raster, mask) };
}
