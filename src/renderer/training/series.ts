export type Values = readonly (number | null)[];

/**
 * Exponential moving average without the bias towards 0 at its beginning (Kingma and Ba 2015, section 3). Missing
 * values stay missing and do not count.
 * @param weight of the past, 0 (none) to below 1
 */
export function smooth(values: Values, weight: number): Values {
  if (weight <= 0) return values;
  let average = 0;
  let counted = 1;
  return values.map((value) => {
    if (value === null) return null;
    average = weight * average + (1 - weight) * value;
    counted *= weight;
    return average / (1 - counted);
  });
}

/** Curves of a few values are clearer as they are. */
const smoothedFrom = 30;

/** The weight of the past for a curve of so many values: about a fiftieth of them are averaged, seven at least. */
export const smoothingFor = (count: number) => (count < smoothedFrom ? 0 : 1 - 1 / Math.max(7, count / 50));

/** Steps on the x-axis, then one row of values a curve: what uPlot draws. */
export interface AlignedSeries {
  readonly steps: readonly number[];
  readonly rows: readonly Values[];
}

/** Brings curves with steps of their own to the union of these steps; between its own a curve has nulls. */
export function align(curves: readonly { steps: readonly number[]; values: Values }[]): AlignedSeries {
  const [first] = curves;
  if (first && curves.every(({ steps }) => isSame(steps, first.steps))) {
    return { steps: first.steps, rows: curves.map(({ values }) => values) };
  }
  const steps = [...new Set(curves.flatMap((curve) => curve.steps))].sort((a, b) => a - b);
  const places = new Map(steps.map((step, index) => [step, index]));
  const rows = curves.map((curve) => {
    const row: (number | null)[] = new Array(steps.length).fill(null);
    for (const [index, step] of curve.steps.entries()) row[places.get(step)!] = curve.values[index] ?? null;
    return row;
  });
  return { steps, rows };
}

const isSame = (a: readonly number[], b: readonly number[]) =>
  a === b || (a.length === b.length && a.every((step, index) => step === b[index]));

/** The newest value at or before a step, for reading curves of different steps at one place. */
export function valueAt(steps: readonly number[], values: Values, step: number): number | null {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle]! <= step) low = middle + 1;
    else high = middle;
  }
  for (let index = low - 1; index >= 0; index--) {
    const value = values[index];
    if (value !== null && value !== undefined) return value;
  }
  return null;
}

/** Four significant figures, without an exponent where that is readable: "0.8123", "12.35", "1.2e-7". */
export function formatFigure(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e6)) return value.toExponential(2);
  if (Number.isInteger(value)) return String(value);
  return value.toFixed(Math.max(0, Math.min(6, 3 - Math.floor(Math.log10(size)))));
}
