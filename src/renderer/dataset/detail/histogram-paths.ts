/**
 * An area under the counts, as the path of an SVG that is `counts.length - 1` wide and 100 high.
 * @param peak the count at full height; higher ones are cut off
 */
export function areaPath(counts: readonly number[], peak: number): string {
  const points = counts.map(
    (count, level) => `${level} ${round(100 - (100 * Math.min(count, peak)) / peak)}`,
  );
  return `M0 100 L${points.join(' L')} L${counts.length - 1} 100 Z`;
}

/** The highest count of all channels but for the darkest and brightest level, where cameras pile up pixels. */
export function peakOf(channels: readonly (readonly number[])[]): number {
  return Math.max(1, ...channels.flatMap((counts) => counts.slice(1, -1)));
}

const round = (value: number) => Math.round(value * 10) / 10;
