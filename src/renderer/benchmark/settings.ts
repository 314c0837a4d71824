import type {
  Backend,
  BenchmarkChoices,
  BenchmarkNetwork,
  BenchmarkOptions,
  BenchmarkPreset,
} from '../../shared/api/benchmark.ts';
import type { ModelKind } from '../../shared/domain.ts';

export const numberLists = ['threads', 'patchBatches', 'imageBatches'] as const;
export type NumberList = (typeof numberLists)[number];

/** What the user has changed; what is not there is the preset's. Numbers as they were typed. */
export interface Draft {
  readonly preset: BenchmarkPreset;
  readonly networks?: readonly BenchmarkNetwork[];
  readonly backends?: readonly Backend[];
  readonly threads?: readonly string[];
  readonly patchBatches?: readonly string[];
  readonly imageBatches?: readonly string[];
  readonly runs?: number | string;
  /** By kind, the name of the float32 model; the project's by default. */
  readonly models?: Partial<Record<ModelKind, string>>;
}

export interface Values {
  readonly networks: readonly BenchmarkNetwork[];
  readonly backends: readonly Backend[];
  readonly threads: readonly string[];
  readonly patchBatches: readonly string[];
  readonly imageBatches: readonly string[];
  readonly runs: number | string;
}

/** What the form shows: the preset with the user's changes. A backend that cannot be used is not ticked. */
export function valuesOf(draft: Draft, { presets, backends }: BenchmarkChoices): Values {
  const preset = presets[draft.preset];
  const isAvailable = (one: Backend) =>
    backends.some(({ backend, isAvailable }) => backend === one && isAvailable);
  return {
    networks: draft.networks ?? preset.networks,
    backends: draft.backends ?? preset.backends.filter(isAvailable),
    threads: draft.threads ?? preset.threads.map(String),
    patchBatches: draft.patchBatches ?? preset.patchBatches.map(String),
    imageBatches: draft.imageBatches ?? preset.imageBatches.map(String),
    runs: draft.runs ?? preset.runs,
  };
}

/** As benchmarkOptionsSchema has them. */
const most: Record<NumberList, number> = { threads: 1024, patchBatches: 1024, imageBatches: 64 };
const leastRuns = 20;
const mostRuns = 1000;

export type Problems = Partial<Record<keyof Values, string>>;

/** What is wrong with the values, by field. */
export function settingProblems(values: Values): Problems {
  const problems: Problems = {};
  if (values.networks.length === 0) problems.networks = 'Choose at least one network.';
  if (values.backends.length === 0) problems.backends = 'Choose at least one.';
  for (const list of numberLists) {
    const problem = listProblem(values[list], most[list]);
    if (problem !== null) problems[list] = problem;
  }
  const runs = Number(values.runs);
  if (!(Number.isInteger(runs) && runs >= leastRuns && runs <= mostRuns))
    problems.runs = `A whole number from ${leastRuns} to ${mostRuns}.`;
  return problems;
}

function listProblem(texts: readonly string[], largest: number): string | null {
  if (texts.length === 0) return 'At least one number.';
  const wrong = texts.find((text) => !(/^\d+$/.test(text) && Number(text) >= 1 && Number(text) <= largest));
  return wrong === undefined ? null : `“${wrong}” is no whole number from 1 to ${largest}.`;
}

/** What is asked of the service: only what the user has changed. @param draft without problems */
export function benchmarkOptions({ preset, models, ...own }: Draft): BenchmarkOptions {
  const { networks, backends, runs } = own;
  return {
    preset,
    ...(networks && { networks: [...networks] }),
    ...(backends && { backends: [...backends] }),
    ...(runs !== undefined && { runs: Number(runs) }),
    ...(own.threads && { threads: numbers(own.threads) }),
    ...(own.patchBatches && { patchBatches: numbers(own.patchBatches) }),
    ...(own.imageBatches && { imageBatches: numbers(own.imageBatches) }),
    ...models,
  };
}

const numbers = (texts: readonly string[]) => [...new Set(texts.map(Number))].sort((a, b) => a - b);

/** Whether the minutes of the preset say anything of what was asked for. */
export const isPresetAlone = ({ preset: _, models: __, ...own }: Draft) => Object.keys(own).length === 0;
