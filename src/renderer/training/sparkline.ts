/**
 * SVG paths of shares from 0 to 1 in a box of 100 x 100, the newest at the right edge.
 * @param capacity how many shares span the whole width
 */
export function sparkline(shares: readonly number[], capacity: number): { line: string; area: string } {
  if (shares.length === 0) return { line: '', area: '' };
  const points = shares.map((share, index) => {
    const x = 100 - (100 * (shares.length - 1 - index)) / (capacity - 1);
    return [round(x), round(100 - 100 * Math.min(1, Math.max(0, share)))] as const;
  });
  const line = points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${x} ${y}`).join('');
  return { line, area: `${line}L100 100L${points[0]![0]} 100Z` };
}

const round = (value: number) => Math.round(value * 10) / 10;
