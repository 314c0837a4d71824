import type uPlot from 'uplot';
import { align, smooth, type Values } from '../series.ts';

export interface Curve {
  readonly key: string;
  readonly label: string;
  /** Which of the eight colours of curves. */
  readonly colour: number;
  readonly steps: readonly number[];
  readonly values: Values;
}

export interface ChartView {
  readonly isLog: boolean;
  /** Weight of the past in the moving average, 0 for none. With one, the values as recorded stay visible, faint. */
  readonly smoothing: number;
}

export const colourVariable = (colour: number) => `--curve-${colour % 8}`;

/** A faint copy of the recorded values goes with each smoothed curve; its series follow those of the curves. */
export const hasRawCopies = ({ smoothing }: ChartView) => smoothing > 0;

/** Steps, the curves, then their faint copies. A logarithm has no place for values of 0 and less. */
export function chartData(curves: readonly Curve[], view: ChartView): uPlot.AlignedData {
  const drawable = (values: Values) =>
    view.isLog ? values.map((value) => (value !== null && value > 0 ? value : null)) : values;
  const recorded = curves.map(({ steps, values }) => ({ steps, values: drawable(values) }));
  const smoothed = recorded.map(({ steps, values }) => ({ steps, values: smooth(values, view.smoothing) }));
  const { steps, rows } = align(hasRawCopies(view) ? [...smoothed, ...recorded] : recorded);
  return [steps as number[], ...rows.map((row) => row as (number | null)[])];
}

export interface ChartHooks {
  /** The step under the pointer, null when it leaves. */
  onHover(step: number | null): void;
  onZoom(isZoomed: boolean): void;
}

/** @param host whose CSS variables give the colours, read at each drawing so that they follow the colour scheme */
export function chartOptions(
  host: HTMLElement,
  curves: readonly Curve[],
  view: ChartView,
  hooks: ChartHooks,
): Omit<uPlot.Options, 'width' | 'height'> {
  const colour = (variable: string) => () => getComputedStyle(host).getPropertyValue(variable).trim();
  const line = (curve: Curve, isRaw: boolean): uPlot.Series => ({
    label: curve.label,
    stroke: colour(colourVariable(curve.colour)),
    width: isRaw ? 1 : 1.75,
    alpha: isRaw ? 0.28 : 1,
    spanGaps: true,
    points: { size: 5 },
  });
  const axis: uPlot.Axis = {
    stroke: colour('--chart-axis'),
    grid: { stroke: colour('--chart-grid'), width: 1 },
    ticks: { stroke: colour('--chart-grid'), width: 1, size: 4 },
    font: '11px system-ui, sans-serif',
  };
  return {
    series: [
      {},
      ...curves.map((curve) => line(curve, false)),
      ...(hasRawCopies(view) ? curves.map((curve) => line(curve, true)) : []),
    ],
    scales: { x: { time: false }, y: view.isLog ? { distr: 3, log: 10 } : {} },
    axes: [
      { ...axis, size: 28, values: (_, ticks) => ticks.map((tick) => tick.toLocaleString('en-GB')) },
      { ...axis, size: 52, values: (_, ticks) => ticks.map(axisLabel) },
    ],
    legend: { show: false },
    cursor: { drag: { x: true, y: false }, points: { size: 7 } },
    padding: [8, 22, 0, 0],
    hooks: {
      setCursor: [
        ({ cursor, data }) =>
          hooks.onHover(typeof cursor.idx === 'number' ? (data[0][cursor.idx] ?? null) : null),
      ],
      setSelect: [({ select }) => select.width > 0 && hooks.onZoom(true)],
      ready: [({ over }) => over.addEventListener('dblclick', () => hooks.onZoom(false))],
    },
  };
}

/** uPlot leaves labels out where those of a logarithmic axis would be crowded: it hands over null. */
const axisLabel = (tick: number | null) => (tick === null ? '' : String(Number(tick.toPrecision(3))));
