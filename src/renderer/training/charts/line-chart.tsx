import './valid-locale.ts';
import { Box, Group, Text, UnstyledButton, useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { type RefObject, useEffect, useRef, useState } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { formatFigure, smooth, valueAt } from '../series.ts';
import {
  type ChartHooks,
  type ChartView,
  type Curve,
  chartData,
  chartOptions,
  colourVariable,
  hasRawCopies,
} from './chart-options.ts';
import classes from './line-chart.module.css';

export type { Curve } from './chart-options.ts';

export interface LineChartProps extends ChartView {
  readonly title: string;
  /** What the curves mean. */
  readonly meaning: string;
  readonly curves: readonly Curve[];
  /** Pixels. */
  readonly height: number;
}

/**
 * Curves over the steps of a training. New values are drawn into the chart that is there; other curves or another
 * scale make a new one. Dragging zooms into steps, a double click shows all again.
 */
export function LineChart({ title, meaning, curves, height, isLog, smoothing }: LineChartProps) {
  const { ref: sizeRef, width } = useElementSize<HTMLDivElement>();
  const host = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<number | null>(null);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const view = { isLog, smoothing };
  useChart(host, { curves, view, width: Math.floor(width), height, hidden, onHover: setHovered });
  const step = hovered ?? Math.max(0, ...curves.map(({ steps }) => steps.at(-1) ?? 0));
  return (
    <Box component="figure" m={0} aria-label={`${title} over the steps`} className={classes.chart} ref={host}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" fw={600} title={meaning}>
          {title}
        </Text>
        <Text size="xs" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
          step {step.toLocaleString('en-GB')}
        </Text>
      </Group>
      <Legend
        curves={curves}
        smoothing={smoothing}
        step={step}
        hidden={hidden}
        onToggle={(key) => setHidden((before) => toggled(before, key))}
      />
      <div ref={sizeRef} className={classes.plot} style={{ height }} data-plot />
    </Box>
  );
}

interface ChartState {
  readonly curves: readonly Curve[];
  readonly view: ChartView;
  readonly width: number;
  readonly height: number;
  readonly hidden: ReadonlySet<string>;
  readonly onHover: ChartHooks['onHover'];
}

function useChart(host: RefObject<HTMLDivElement | null>, state: ChartState): void {
  const { curves, view, width, height, hidden } = state;
  const { isLog, smoothing } = view;
  const chart = useRef<uPlot | null>(null);
  const isZoomed = useRef(false);
  const structure = JSON.stringify([
    curves.map(({ key, colour }) => [key, colour]),
    isLog,
    hasRawCopies(view),
    width > 0,
  ]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the effects below bring the chart up to the rest
  useEffect(() => {
    const place = host.current?.querySelector<HTMLElement>('[data-plot]');
    if (!host.current || !place || width === 0) return;
    const onZoom = (zoomed: boolean) => {
      isZoomed.current = zoomed;
    };
    onZoom(false);
    const options = chartOptions(host.current, curves, view, { onHover: state.onHover, onZoom });
    const made = new uPlot({ ...options, width, height }, chartData(curves, view), place);
    chart.current = made;
    return () => {
      made.destroy();
      chart.current = null;
    };
  }, [structure]);

  useEffect(() => {
    chart.current?.setData(chartData(curves, { isLog, smoothing }), !isZoomed.current);
  }, [curves, isLog, smoothing]);

  useEffect(() => {
    if (width > 0) chart.current?.setSize({ width, height });
  }, [width, height]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new chart shows all its curves
  useEffect(() => {
    for (const series of chart.current?.series.keys() ?? []) {
      const curve = curves[(series - 1) % curves.length];
      if (series > 0 && curve) chart.current?.setSeries(series, { show: !hidden.has(curve.key) });
    }
  }, [hidden, structure]);

  const scheme = useComputedColorScheme('light');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours are read when it is drawn
  useEffect(() => chart.current?.redraw(false), [scheme]);
}

interface LegendProps {
  readonly curves: readonly Curve[];
  readonly smoothing: number;
  /** Where the values are read. */
  readonly step: number;
  readonly hidden: ReadonlySet<string>;
  readonly onToggle: (key: string) => void;
}

function Legend({ curves, smoothing, step, hidden, onToggle }: LegendProps) {
  return (
    <div className={classes.legend}>
      {curves.map(({ key, label, colour, steps, values }) => (
        <UnstyledButton
          key={key}
          className={classes.curve ?? ''}
          aria-pressed={!hidden.has(key)}
          title={hidden.has(key) ? `Show ${label}` : `Hide ${label}`}
          onClick={() => onToggle(key)}
        >
          <span className={classes.swatch} style={{ background: `var(${colourVariable(colour)})` }} />
          <span className={classes.name}>{label}</span>
          <span className={classes.value}>
            {formatFigure(valueAt(steps, smooth(values, smoothing), step))}
          </span>
        </UnstyledButton>
      ))}
    </div>
  );
}

function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return next;
}
