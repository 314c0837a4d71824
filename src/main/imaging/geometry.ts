import type { Mask } from './raster.ts';

/** Centre and diameter in pixels; pixel (0, 0) has its centre at (0, 0). */
export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly diameter: number;
}

export type Point = readonly [x: number, y: number];

/** A circle and the share of the points that lie on it. */
export interface CircleFit extends Circle {
  readonly share: number;
}

const trials = 500;
/** More points than this are thinned out evenly. */
const maxPoints = 512;
const inlierShare = 0.005;
/** Wider circles than this many times the points' extent are straight lines for all that can be told. */
const maxWidening = 3;
const refinements = 5;

/**
 * The circle that most of the points lie on: the best of 500 circles through three points (RANSAC, Fischler and
 * Bolles 1981, with a fixed sequence in place of chance), then a least-squares fit to the points within 0.5 % of
 * its radius. Straight cuts and notches that hold fewer points than the arc do not move it.
 *
 * @returns undefined when there are fewer than three points, or all lie on a line
 */
export function fitCircle(points: readonly Point[]): CircleFit | undefined {
  const sample = thinOut(points);
  const widest = maxWidening * extent(sample);
  let best: Circle | undefined;
  let bestCount = 0;
  for (let trial = 0; trial < trials && sample.length >= 3; trial++) {
    const circle = leastSquares([pick(sample, trial, 1), pick(sample, trial, 2), pick(sample, trial, 3)]);
    const count = circle && circle.diameter <= widest ? inliers(sample, circle).length : 0;
    if (count > bestCount) [best, bestCount] = [circle, count];
  }
  for (let i = 0; best && i < refinements; i++) best = leastSquares(inliers(points, best)) ?? best;
  return best && { ...best, share: inliers(points, best).length / points.length };
}

function thinOut(points: readonly Point[]): readonly Point[] {
  if (points.length <= maxPoints) return points;
  return Array.from({ length: maxPoints }, (_, i) => points[Math.floor((i * points.length) / maxPoints)]!);
}

/** The longer side of the points' bounding box. */
function extent(points: readonly Point[]): number {
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  return Math.max(Math.max(...xs) - Math.min(...xs), Math.max(...ys) - Math.min(...ys));
}

/** One of the points, by the additive recurrence of an irrational number's power. */
function pick(points: readonly Point[], trial: number, power: number): Point {
  const step = 1.2207440846057596 ** -power; // the root of x^4 = x + 1 spreads evenly in three dimensions
  return points[Math.floor(((0.5 + step * trial) % 1) * points.length)]!;
}

function inliers(points: readonly Point[], { x, y, diameter }: Circle): Point[] {
  const radius = diameter / 2;
  const tolerance = Math.max(1, radius * inlierShare);
  return points.filter(([px, py]) => Math.abs(Math.hypot(px - x, py - y) - radius) <= tolerance);
}

/** Minimises the algebraic distance (Kasa 1976): x^2 + y^2 = 2 cx x + 2 cy y + const, a linear problem. */
function leastSquares(points: readonly Point[]): Circle | undefined {
  const n = points.length;
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / n;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / n;
  let [uu, uv, vv, uz, vz, z] = [0, 0, 0, 0, 0, 0];
  for (const [x, y] of points) {
    const u = x - meanX;
    const v = y - meanY;
    const square = u * u + v * v;
    uu += u * u;
    uv += u * v;
    vv += v * v;
    uz += u * square;
    vz += v * square;
    z += square;
  }
  const determinant = uu * vv - uv * uv;
  if (!(determinant > 1e-9 * (uu + vv) ** 2)) return undefined;
  const cu = (uz * vv - vz * uv) / (2 * determinant);
  const cv = (vz * uu - uz * uv) / (2 * determinant);
  return { x: meanX + cu, y: meanY + cv, diameter: 2 * Math.sqrt(z / n + cu * cu + cv * cv) };
}

/** Andrew's monotone chain (1979), counter-clockwise in a system with y upwards. */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const chain = (ordered: readonly Point[]) => {
    const hull: Point[] = [];
    for (const point of ordered) {
      while (hull.length >= 2 && turn(hull.at(-2)!, hull.at(-1)!, point) <= 0) hull.pop();
      hull.push(point);
    }
    return hull.slice(0, -1);
  };
  return [...chain(sorted), ...chain(sorted.toReversed())];
}

function turn(a: Point, b: Point, c: Point): number {
  return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);
}

/** The pixels whose centres are inside a convex polygon given in pixel edges: 0 is the left edge of the first. */
export function fillConvex(polygon: readonly Point[], width: number, height: number): Mask {
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const crossings = polygon.flatMap((a, i) => {
      const b = polygon[(i + 1) % polygon.length]!;
      const level = y + 0.5;
      if (a[1] < level === b[1] < level) return [];
      return [a[0] + ((level - a[1]) / (b[1] - a[1])) * (b[0] - a[0])];
    });
    if (crossings.length === 0) continue;
    const from = Math.max(0, Math.round(Math.min(...crossings)));
    const to = Math.min(width, Math.round(Math.max(...crossings)));
    data.fill(1, y * width + from, y * width + to);
  }
  return { width, height, data };
}
