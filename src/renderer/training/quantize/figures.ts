import type { QuantizationReport } from '../../../shared/api/quantization.ts';
import type { CsvValue } from '../../../shared/quoting.ts';
import { figureName } from '../model-card.ts';

type Trial = QuantizationReport['trials'][number];

/** What the guard calls the loss of a figure. */
const limitNames: Readonly<Record<string, string>> = {
  f1: 'F1',
  consistency: 'consistency',
  pixelDifference: 'pixel difference',
};

/** A figure of the float32 network and of one with integers. */
export interface AccuracyRow {
  readonly figure: string;
  readonly before: number | null;
  readonly after: number | null;
  /** Null for a figure without a limit. */
  readonly limit: { readonly loss: number; readonly most: number; readonly isWithin: boolean } | null;
}

/** The figures of the last trial: of the network that is proposed, or of the one that came last. */
export function accuracyRows({ before, trials }: QuantizationReport): AccuracyRow[] {
  const { scores, losses } = trials.at(-1)!;
  return Object.entries(before).map(([key, value]) => {
    const limit = losses.find(({ name }) => name === limitNames[key]);
    return {
      figure: figureName(key),
      before: value,
      after: scores[key] ?? null,
      limit: limit ? { loss: limit.loss, most: limit.most, isWithin: limit.loss <= limit.most } : null,
    };
  });
}

export type RunsIn = 'int8' | 'fp32';

export interface LayerRow {
  readonly name: string;
  /** To four figures of the largest. */
  readonly error: string;
  /** The share of the largest error, 0..1. */
  readonly length: number;
  readonly share: number;
  /** Null where there is no network that runs. */
  readonly runsIn: RunsIn | null;
}

/** Most sensitive first. */
export function layerRows({ layers, executed }: QuantizationReport): LayerRow[] {
  const largest = Math.max(...layers.map(({ error }) => error)) || 1;
  const digits = Math.min(8, Math.max(0, 3 - Math.floor(Math.log10(largest))));
  return layers.map(({ name, error, share }) => ({
    name,
    error: error.toFixed(digits),
    length: error / largest,
    share,
    runsIn: executed && (executed.floatLayers.includes(name) ? 'fp32' : 'int8'),
  }));
}

/** What a trial tried, of so many layers: "all layers in int8", "up.0.1 in fp32, too: 3 of 19 layers". */
export function trialTitle({ floatLayers }: Trial, layers: number): string {
  const last = floatLayers.at(-1);
  if (last === undefined) return 'all layers in int8';
  return `${last} in fp32${floatLayers.length > 1 ? ', too' : ''}: ${floatLayers.length} of ${layers} layers`;
}

/** The share of the float32 file's size, "0.26". */
export const sizeRatio = ({ before, after }: QuantizationReport['bytes']) =>
  after === null ? null : after / before;

export const accuracyTitles = ['figure', 'float32', 'int8', 'lost', 'limit'];
export const accuracyCsv = (report: QuantizationReport): CsvValue[][] =>
  accuracyRows(report).map(({ figure, before, after, limit }) => [
    figure,
    before,
    after,
    limit?.loss ?? null,
    limit?.most ?? null,
  ]);

export const layerTitles = ['layer', 'error alone', 'share of multiply-adds', 'runs in'];
export const layerCsv = (report: QuantizationReport): CsvValue[][] =>
  layerRows(report).map(({ name, runsIn }, index) => {
    const { error, share } = report.layers[index]!;
    return [name, error, share, runsIn];
  });

export function trialTitles({ before, trials }: QuantizationReport): string[] {
  const losses = trials[0]!.losses.map(({ name, most }) => `${name} lost (limit ${most})`);
  return [
    'layers in fp32',
    'returned to fp32',
    ...Object.keys(before).map(figureName),
    ...losses,
    'within limits',
  ];
}
export function trialCsv({ before, trials, layers }: QuantizationReport): CsvValue[][] {
  const scores = Object.keys(before);
  const rows = trials.map(({ floatLayers, scores: own, losses, isWithin }): CsvValue[] => [
    floatLayers.length,
    floatLayers.at(-1) ?? '',
    ...scores.map((key) => own[key] ?? null),
    ...losses.map(({ loss }) => loss),
    isWithin ? 'yes' : 'no',
  ]);
  const reference = [layers.length, 'all: float32', ...scores.map((key) => before[key] ?? null)];
  return [[...reference, ...trials[0]!.losses.map(() => 0), 'yes'], ...rows];
}

export const operatorTitles = ['operator', 'result', 'nodes'];
export const operatorCsv = ({ executed }: QuantizationReport): CsvValue[][] =>
  (executed?.operators ?? []).map(({ operator, precision, count }) => [operator, precision, count]);
