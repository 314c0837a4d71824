import type { RunInfo, RunMetrics } from '../../shared/api/training.ts';

export interface MetricDescription {
  readonly name: string;
  readonly label: string;
  readonly meaning: string;
  /** The title of the chart that shows it. */
  readonly chart: string;
  readonly isBetter: 'lower' | 'higher' | null;
}

const lossChart = 'Loss';
const overlapChart = 'Overlap with the annotation';
const distanceChart = 'Distance from the photographs';
const partsChart = "Parts of the generator's loss";
const gapChart = 'Told apart by the discriminators';

const known: readonly MetricDescription[] = [
  {
    name: 'loss',
    label: 'Loss',
    meaning: 'What the training makes smaller: cross-entropy plus 1 − Dice, on the crops of each step.',
    chart: lossChart,
    isBetter: 'lower',
  },
  {
    name: 'cross-entropy',
    label: 'Cross-entropy',
    meaning: 'How far the predicted probabilities are from the annotation, pixel by pixel.',
    chart: lossChart,
    isBetter: 'lower',
  },
  {
    name: 'validation F1',
    label: 'F1, validation',
    meaning:
      'Overlap of prediction and annotation on photographs that no step sees, from 0 to 1: the figure to trust.',
    chart: overlapChart,
    isBetter: 'higher',
  },
  {
    name: 'training windows F1',
    label: 'F1, training photographs',
    meaning:
      'The same overlap on photographs that the network learns from: it says nothing about new photographs.',
    chart: overlapChart,
    isBetter: 'higher',
  },
  {
    name: 'Dice',
    label: 'Dice, crops',
    meaning: 'Overlap of the predicted probabilities with the annotation on the crops of each step.',
    chart: overlapChart,
    isBetter: 'higher',
  },
  {
    name: 'generatorLoss',
    label: 'Generator',
    meaning: 'What the generator makes smaller: the sum of its parts.',
    chart: lossChart,
    isBetter: null,
  },
  {
    name: 'discriminatorLoss',
    label: 'Discriminators',
    meaning:
      'How often real and synthetic pictures are confused. The two losses pull against each other: neither should fall to 0.',
    chart: lossChart,
    isBetter: null,
  },
  {
    name: 'adversarial',
    label: 'Adversarial',
    meaning: 'How far the synthetic pictures are from passing as real.',
    chart: partsChart,
    isBetter: null,
  },
  {
    name: 'features',
    label: 'Features',
    meaning: 'Difference from the photographs as the discriminators see them.',
    chart: partsChart,
    isBetter: null,
  },
  {
    name: 'pixels',
    label: 'Pixels',
    meaning: 'Mean difference from the photograph of the same mask; values from −1 to 1.',
    chart: distanceChart,
    isBetter: 'lower',
  },
  {
    name: 'colours',
    label: 'Colours',
    meaning: 'The same difference of the means over 8 × 8 pixels.',
    chart: distanceChart,
    isBetter: 'lower',
  },
  {
    name: 'grid',
    label: 'Grid',
    meaning:
      'Amplitude of what alternates from pixel to pixel all over a synthetic picture, as a fine grid; values from −1 to 1.',
    chart: partsChart,
    isBetter: 'lower',
  },
  {
    name: 'divergence',
    label: 'Styles, spread',
    meaning: 'How far the styles read off photographs are from the random ones that are drawn in use.',
    chart: partsChart,
    isBetter: null,
  },
  {
    name: 'style',
    label: 'Styles, error',
    meaning: 'How far the style read off a picture is from the one that it was made in.',
    chart: partsChart,
    isBetter: 'lower',
  },
  {
    name: 'vessels',
    label: 'Vessels found again',
    meaning:
      "Overlap of the vessels that a segmenter finds in the synthetic pictures with the masks', from 0 to 1.",
    chart: overlapChart,
    isBetter: 'higher',
  },
  ...(
    [
      ['fineGap', 'Texture', 'windows at full resolution'],
      ['middleGap', 'Structure', 'pictures at half resolution, large ones at less'],
      ['coarseGap', 'Whole', 'pictures at half of that resolution'],
    ] as const
  ).map(([name, label, what]) => ({
    name,
    label,
    meaning: `How surely a discriminator tells real from synthetic ${what}: 0 not at all, 1 always.`,
    chart: gapChart,
    isBetter: null,
  })),
];

const chartOrder = [lossChart, overlapChart, distanceChart, partsChart, gapChart];

/** A figure that is not known gets a chart of its own under its name. */
export function describeMetric(name: string): MetricDescription {
  return (
    known.find((metric) => metric.name === name) ?? {
      name,
      label: name,
      meaning: 'Recorded by the training.',
      chart: name,
      isBetter: null,
    }
  );
}

export interface ChartGroup {
  readonly title: string;
  readonly metrics: readonly MetricDescription[];
}

/** The charts that these figures are shown in, the losses first. */
export function chartGroups(names: readonly string[]): ChartGroup[] {
  const position = (name: string) => known.findIndex((metric) => metric.name === name);
  const rank = (index: number) => (index < 0 ? Number.POSITIVE_INFINITY : index);
  const described = [...new Set(names)]
    .map(describeMetric)
    .sort((a, b) => rank(position(a.name)) - rank(position(b.name)) || a.name.localeCompare(b.name));
  const groups = [...Map.groupBy(described, (metric) => metric.chart)];
  return groups
    .map(([title, metrics]) => ({ title, metrics }))
    .sort((a, b) => rank(chartOrder.indexOf(a.title)) - rank(chartOrder.indexOf(b.title)));
}

interface FinalFigure extends MetricDescription {
  /** As recorded last; null where that was no number. */
  readonly last: number | null;
  /** The best of all steps, where lower or higher is better. */
  readonly best: { readonly value: number; readonly step: number } | null;
}

/** The last and the best value of each figure. */
export function finalFigures(metrics: RunMetrics): FinalFigure[] {
  const described = chartGroups(Object.keys(metrics)).flatMap((group) => group.metrics);
  return described.map((metric) => {
    const { steps, values } = metrics[metric.name] ?? { steps: [], values: [] };
    return { ...metric, last: values.at(-1) ?? null, best: bestOf(steps, values, metric.isBetter) };
  });
}

function bestOf(
  steps: readonly number[],
  values: readonly (number | null)[],
  isBetter: MetricDescription['isBetter'],
): FinalFigure['best'] {
  if (isBetter === null) return null;
  const sign = isBetter === 'lower' ? -1 : 1;
  let best: FinalFigure['best'] = null;
  for (const [index, value] of values.entries()) {
    const step = steps[index];
    if (value === null || step === undefined) continue;
    if (best === null || sign * value > sign * best.value) best = { value, step };
  }
  return best;
}

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
