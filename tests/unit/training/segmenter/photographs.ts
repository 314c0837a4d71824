import type { SegmenterImage } from '../../../../src/main/training/segmenter/data.ts';
import { createRandom } from '../../../../src/shared/random.ts';

/** A made-up photograph with a few vessels in a round field of view. */
export function segmenterPhotograph(width: number, height: number, seed: number): SegmenterImage {
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
  const data = Uint8Array.from(
    { length: 3 * pixels },
    (_, i) => levels[(i % 3) * pixels + Math.floor(i / 3)]!,
  );
  return {
    photograph: { width, height, channels: 3, data },
    vessels: { width, height, data: vessel },
    fov: { width, height, data: fov },
  };
}
