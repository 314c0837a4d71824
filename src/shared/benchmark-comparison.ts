import type { BenchmarkReport, MachineDescription } from './api/benchmark.ts';
import { type BenchmarkRow, benchmarkRows } from './benchmark-figures.ts';
import { machineFacts } from './benchmark-text.ts';

/** The same variant of the same workload in two reports. */
export interface Pair {
  readonly first: BenchmarkRow;
  readonly second: BenchmarkRow;
  /** Median of the first over median of the second: 2 says that the second is twice as fast. */
  readonly ratio: number;
  /** Whether the weights are the same, as far as their file's hash tells. */
  readonly isSameModel: boolean;
}

export interface Comparison {
  readonly pairs: readonly Pair[];
  /** How many variants only one of the reports has. */
  readonly onlyFirst: number;
  readonly onlySecond: number;
}

export function compareReports(first: BenchmarkReport, second: BenchmarkReport): Comparison {
  const others = new Map(benchmarkRows(second).map((row) => [identityOf(row), row]));
  const rows = benchmarkRows(first);
  const pairs = rows.flatMap((row) => {
    const other = others.get(identityOf(row));
    return other ? [pairOf(row, other)] : [];
  });
  return { pairs, onlyFirst: rows.length - pairs.length, onlySecond: others.size - pairs.length };
}

/** The same in two reports for the same variant of the same workload. */
export const identityOf = ({
  network,
  shape,
  width,
  height,
  batch,
  threads,
  backend,
  precision,
}: BenchmarkRow) => [network, shape, width, height, batch, threads, backend, precision].join(' ');

const pairOf = (first: BenchmarkRow, second: BenchmarkRow): Pair => ({
  ...{ first, second },
  ratio: first.latency.median / second.latency.median,
  isSameModel: first.model?.sha256 === second.model?.sha256,
});

/** How much faster the second is over several workloads. */
export interface Summary {
  /** Geometric mean of the ratios: what is right for ratios, and the same whichever report is the first. */
  readonly mean: number;
  readonly lowest: number;
  readonly highest: number;
  readonly workloads: number;
}

/** @param pairs at least one */
export function summarise(pairs: readonly Pick<Pair, 'ratio'>[]): Summary {
  const ratios = pairs.map(({ ratio }) => ratio);
  const logarithms = ratios.map(Math.log);
  return {
    mean: Math.exp(logarithms.reduce((sum, one) => sum + one, 0) / ratios.length),
    lowest: Math.min(...ratios),
    highest: Math.max(...ratios),
    workloads: ratios.length,
  };
}

export interface FactRow {
  readonly name: string;
  /** Null where a machine does not have it. */
  readonly first: string | null;
  readonly second: string | null;
  readonly differs: boolean;
}

/** Two machines fact by fact. */
export function compareMachines(first: MachineDescription, second: MachineDescription): FactRow[] {
  const [a, b] = [new Map(machineFacts(first)), new Map(machineFacts(second))];
  return [...new Set([...a.keys(), ...b.keys()])].map((name) => {
    const [one, other] = [a.get(name) ?? null, b.get(name) ?? null];
    return { name, first: one, second: other, differs: one !== other };
  });
}
