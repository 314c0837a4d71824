import type { Point, Raster, Rectangle } from '../../viewer/raster.ts';

/**
 * Where a round brush sits so that it covers the same pixels wherever it is put down: a brush of odd diameter on
 * the centre of a pixel, one of even diameter on a corner.
 */
export function snap({ x, y }: Point, diameter: number): Point {
  return diameter % 2 === 1
    ? { x: Math.floor(x) + 0.5, y: Math.floor(y) + 0.5 }
    : { x: Math.round(x), y: Math.round(y) };
}

/**
 * Sets the pixels whose centre is at most half the diameter from the line between two points, which are snapped: a
 * disc where they are the same, else a disc drawn along the line.
 *
 * @param diameter whole pixels, at least 1
 * @returns the rectangle of pixels that were set, null when all of them are outside the mask
 */
export function drawCapsule(
  mask: Raster,
  from: Point,
  to: Point,
  diameter: number,
  value: 0 | 1,
): Rectangle | null {
  const capsule = createCapsule(snap(from, diameter), snap(to, diameter), diameter);
  const top = Math.max(0, capsule.top);
  const bottom = Math.min(mask.height - 1, capsule.bottom);
  let [left, right] = [mask.width, -1];
  let [first, last] = [-1, -1];
  for (let y = top; y <= bottom; y++) {
    const span = rowOf(capsule, y);
    if (!span) continue;
    const start = Math.max(0, span.start);
    const end = Math.min(mask.width - 1, span.end);
    if (start > end) continue;
    mask.data.fill(value, y * mask.width + start, y * mask.width + end + 1);
    left = Math.min(left, start);
    right = Math.max(right, end);
    if (first < 0) first = y;
    last = y;
  }
  return right < 0 ? null : { left, top: first, width: right - left + 1, height: last - first + 1 };
}

/** Coordinates in half pixels, so that all of them are whole numbers and what is inside is decided exactly. */
interface Capsule {
  readonly x: number;
  readonly y: number;
  readonly dx: number;
  readonly dy: number;
  readonly squaredLength: number;
  readonly radius: number;
  /** Rows of pixels, inclusive. */
  readonly top: number;
  readonly bottom: number;
}

function createCapsule(from: Point, to: Point, diameter: number): Capsule {
  const [x, y] = [from.x * 2, from.y * 2];
  const [dx, dy] = [to.x * 2 - x, to.y * 2 - y];
  return {
    ...{ x, y, dx, dy },
    squaredLength: dx * dx + dy * dy,
    radius: diameter,
    top: Math.ceil((Math.min(y, y + dy) - diameter - 1) / 2),
    bottom: Math.floor((Math.max(y, y + dy) + diameter - 1) / 2),
  };
}

/** The pixels of a row inside the capsule. They are one run, for a capsule is convex. */
function rowOf(capsule: Capsule, row: number): { start: number; end: number } | null {
  const reach = reachOf(capsule, row * 2 + 1);
  if (!reach) return null;
  const isInside = (column: number) => contains(capsule, column * 2 + 1, row * 2 + 1);
  // The ends were found in floating point: off by one pixel at most.
  let start = Math.floor((reach[0] - 1) / 2);
  let end = Math.ceil((reach[1] - 1) / 2);
  while (start <= end && !isInside(start)) start++;
  while (end >= start && !isInside(end)) end--;
  return start <= end ? { start, end } : null;
}

/** Where a horizontal line crosses the two discs at the ends and the band between them. */
function reachOf(capsule: Capsule, cy: number): [number, number] | null {
  const { x, y, dx, dy, squaredLength, radius } = capsule;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const include = (a: number, b: number) => {
    low = Math.min(low, a);
    high = Math.max(high, b);
  };
  for (const t of [0, 1]) {
    const half = radius ** 2 - (cy - y - t * dy) ** 2;
    if (half >= 0) include(x + t * dx - Math.sqrt(half), x + t * dx + Math.sqrt(half));
  }
  if (dy !== 0) {
    const band = (radius * Math.sqrt(squaredLength)) / Math.abs(dy);
    const axis = x + ((cy - y) * dx) / dy;
    const [a, b] = alongBand(capsule, cy);
    if (Math.max(axis - band, a) <= Math.min(axis + band, b))
      include(Math.max(axis - band, a), Math.min(axis + band, b));
  } else if (Math.abs(cy - y) <= radius) include(Math.min(x, x + dx), Math.max(x, x + dx));
  return low <= high ? [low, high] : null;
}

/** Where the foot of the perpendicular on the axis lies between its two ends. */
function alongBand({ x, y, dx, dy, squaredLength }: Capsule, cy: number): [number, number] {
  if (dx === 0)
    return (cy - y) * dy >= 0 && (cy - y) * dy <= squaredLength
      ? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]
      : [1, 0];
  const a = x - ((cy - y) * dy) / dx;
  const b = a + squaredLength / dx;
  return [Math.min(a, b), Math.max(a, b)];
}

function contains({ x, y, dx, dy, squaredLength, radius }: Capsule, cx: number, cy: number): boolean {
  const [px, py] = [cx - x, cy - y];
  const along = px * dx + py * dy;
  if (along <= 0) return px * px + py * py <= radius * radius;
  if (along >= squaredLength) return (px - dx) ** 2 + (py - dy) ** 2 <= radius * radius;
  return (px * dy - py * dx) ** 2 <= radius * radius * squaredLength;
}
