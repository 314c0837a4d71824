import type { JobContext } from '../src/shared/progress.ts';

/** What a measurement may use, from the command line. */
export interface BenchOptions {
  /** Folder of the HRF data set; figures that need it are not run without. */
  readonly hrf: string | undefined;
  /** Folder of networks to measure instead of the shipped ones, for the figures that say so. */
  readonly models: string | undefined;
  readonly threads: number;
  /** The Python that is asked for PyTorch. */
  readonly python: string;
}

/** For work whose progress no one watches. */
export const quiet: JobContext = { report: () => {}, signal: new AbortController().signal };

/** One line of the report. */
export interface Measurement {
  readonly figure: string;
  /** As a person reads it, with its unit: "0.13 s". */
  readonly value: string;
  /** The numbers behind it. */
  readonly numbers: Readonly<Record<string, number>>;
  readonly target: string;
  readonly reached: boolean;
  /** What it was measured on, and how. */
  readonly conditions: string;
}

export interface NotRun {
  readonly figure: string;
  /** Why, and what it would take. */
  readonly notRun: string;
}

/** A figure of the benchmark; its name is what the command line calls it. */
export interface Figure {
  readonly name: string;
  readonly measure: (options: BenchOptions) => Promise<readonly (Measurement | NotRun)[]>;
}

export interface Spread {
  readonly median: number;
  /** First and third quartile. */
  readonly q1: number;
  readonly q3: number;
}

/** Quartiles by linear interpolation between the sorted values. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const quantile = (share: number) => {
    const position = share * (sorted.length - 1);
    const below = sorted[Math.floor(position)] ?? Number.NaN;
    const above = sorted[Math.ceil(position)] ?? Number.NaN;
    return below + (above - below) * (position - Math.floor(position));
  };
  return { median: quantile(0.5), q1: quantile(0.25), q3: quantile(0.75) };
}
