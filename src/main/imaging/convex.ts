import type { Point } from './circle.ts';
import type { Mask } from './raster.ts';

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
