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
