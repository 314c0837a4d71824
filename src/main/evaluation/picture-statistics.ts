import type { Mask, Raster } from '../imaging/raster.ts';

/** Along a line: what alternates from pixel to pixel (a slope does not), and what does not alternate. */
const alternating = [-1 / 4, 2 / 4, -1 / 4];
const steady = [1 / 4, 2 / 4, 1 / 4];

/** Patterns of period 2: from column to column, from row to row, and as a chessboard. */
const patterns = [
  { across: alternating, down: steady, sign: (x: number, _: number) => 1 - 2 * (x % 2) },
  { across: steady, down: alternating, sign: (_: number, y: number) => 1 - 2 * (y % 2) },
  { across: alternating, down: alternating, sign: (x: number, y: number) => 1 - 2 * ((x + y) % 2) },
] as const;

/**
 * How much of a grid of period 2 a picture holds, in grey levels: the amplitude of the patterns that alternate from
 * column to column, from row to row and as a chessboard, each over all pixels whose neighbours lie inside the field of
 * view; the strongest of the three in any channel. A photograph has next to none; a generator whose sub-pixel phases
 * differ shows it ("checkerboard", Odena et al. 2016).
 */
export function gridAmplitude(picture: Raster, fov: Mask): number {
  const places = insidePixels(fov);
  if (places.length === 0) return 0;
  const amplitudes = patterns.flatMap((pattern) =>
    Array.from({ length: picture.channels }, (_, channel) => {
      let sum = 0;
      for (const place of places) sum += responseAt(picture, place, channel, pattern);
      return Math.abs(sum / places.length);
    }),
  );
  return Math.max(...amplitudes);
}

/** The indices of pixels whose eight neighbours lie in the field of view as they do. */
function insidePixels({ width, height, data }: Mask): number[] {
  const places: number[] = [];
  for (let y = 1; y + 1 < height; y++) {
    for (let x = 1; x + 1 < width; x++) {
      const rows = [y - 1, y, y + 1].map((row) => row * width + x);
      if (rows.every((at) => data[at - 1] && data[at] && data[at + 1])) places.push(y * width + x);
    }
  }
  return places;
}

function responseAt(
  { width, channels, data }: Raster,
  place: number,
  channel: number,
  { across, down, sign }: (typeof patterns)[number],
): number {
  let sum = 0;
  for (let row = 0; row < 3; row++) {
    const at = (place + (row - 1) * width) * channels + channel;
    const line =
      across[0]! * data[at - channels]! + across[1]! * data[at]! + across[2]! * data[at + channels]!;
    sum += down[row]! * line;
  }
  return sign(place % width, Math.floor(place / width)) * sum;
}

/**
 * Mean absolute difference of two pictures in grey levels, 0..255, over the channels of the pixels that lie in both
 * fields of view; 0 where there are none.
 */
export function pixelDistance(a: Raster, b: Raster, fovA: Mask, fovB: Mask = fovA): number {
  let [total, count] = [0, 0];
  for (let i = 0; i < a.data.length; i++) {
    const pixel = Math.floor(i / a.channels);
    if (!(fovA.data[pixel] && fovB.data[pixel])) continue;
    total += Math.abs(a.data[i]! - b.data[i]!);
    count++;
  }
  return count === 0 ? 0 : total / count;
}

/** Mean of `distance` over all pairs of different items; 0 where there is none. */
export function meanOfPairs<Item>(items: readonly Item[], distance: (a: Item, b: Item) => number): number {
  let [total, pairs] = [0, 0];
  items.forEach((a, i) => {
    for (const b of items.slice(i + 1)) {
      total += distance(a, b);
      pairs++;
    }
  });
  return pairs === 0 ? 0 : total / pairs;
}
