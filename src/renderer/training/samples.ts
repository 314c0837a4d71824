import type { RunSample } from '../../shared/api/training.ts';

/** Steps that have pictures, in their order. */
export const sampleSteps = (samples: readonly RunSample[]): number[] =>
  [...new Set(samples.map(({ step }) => step))].sort((a, b) => a - b);

/** The pictures of a step, a row for each photograph: a row ends where a label comes again. */
export function sampleRows(samples: readonly RunSample[], step: number): RunSample[][] {
  const rows: RunSample[][] = [];
  const ofStep = samples.filter((sample) => sample.step === step).sort((a, b) => a.position - b.position);
  for (const sample of ofStep) {
    const row = rows.at(-1);
    if (row?.every(({ label }) => label !== sample.label)) row.push(sample);
    else rows.push([sample]);
  }
  return rows;
}

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
