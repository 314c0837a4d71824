import type { JobContext } from '../src/shared/progress.ts';

/** What a measurement may use, from the command line. */
export interface BenchOptions {
  /** Folder of the HRF data set; figures that need it are not run without. */
  readonly hrf: string | undefined;
  /** Folder of networks to measure instead of the shipped ones, for the figures that say so. */
  readonly models: string | undefined;
  /** Which of the networks to measure, for the figures that say so. */
  readonly synthesizer: string | undefined;
  readonly threads: number;
  /** The Python that is asked for PyTorch. */
  readonly python: string;
}

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

/** For work whose progress nobody watches. */
export const quiet: JobContext = { report: () => {}, signal: new AbortController().signal };
