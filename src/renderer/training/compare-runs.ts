import type { RunInfo, RunMetrics } from '../../shared/api/training.ts';
import { type FinalFigure, finalFigures } from './metrics.ts';

export interface SettingRow {
  readonly key: string;
  /** One a run; undefined where the run does not have the setting. */
  readonly values: readonly unknown[];
}

/** The settings of runs, those that differ and those that are the same. */
export function compareSettings(runs: readonly RunInfo[]): { differing: SettingRow[]; same: SettingRow[] } {
  const keys = [...new Set(runs.flatMap(({ options }) => Object.keys(options)))];
  const rows = keys.map((key) => ({ key, values: runs.map(({ options }) => options[key]) }));
  const isSame = ({ values }: SettingRow) =>
    values.every((value) => JSON.stringify(value) === JSON.stringify(values[0]));
  return { differing: rows.filter((row) => !isSame(row)), same: rows.filter(isSame) };
}

export interface FigureRow {
  readonly figure: Pick<FinalFigure, 'name' | 'label' | 'meaning' | 'isBetter'>;
  /** One a run: the last value; null where the run has none. */
  readonly values: readonly (number | null)[];
  /** Index of the best run; null where there is no better or worse, or less than two runs have the figure. */
  readonly best: number | null;
}

export function compareFigures(metrics: readonly RunMetrics[]): FigureRow[] {
  const finals = metrics.map(finalFigures);
  const names = new Map(finals.flat().map((figure) => [figure.name, figure]));
  return [...names.values()].map((figure) => {
    const values = finals.map((run) => run.find(({ name }) => name === figure.name)?.last ?? null);
    return { figure, values, best: indexOfBest(values, figure.isBetter) };
  });
}

function indexOfBest(values: readonly (number | null)[], isBetter: FinalFigure['isBetter']): number | null {
  const present = values.filter((value) => value !== null);
  if (isBetter === null || present.length < 2) return null;
  return values.indexOf(isBetter === 'lower' ? Math.min(...present) : Math.max(...present));
}
