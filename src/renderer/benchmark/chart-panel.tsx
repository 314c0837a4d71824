import { Box, Group, SegmentedControl, Select, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { BenchmarkRow } from '../../shared/benchmark-figures.ts';
import { cssColour, type VariantLook } from './bar-colours.ts';
import { BarPlot } from './bar-plot.tsx';
import classes from './benchmark.module.css';
import {
  axisOf,
  type Bar,
  type BarChartData,
  barCharts,
  type Measure,
  measureInfos,
  type Sweep,
  valuesOf,
} from './chart-data.ts';

export interface ChartPanelProps {
  /** What can be seen; the bars of a measure that none of them has are left out. */
  readonly entries: readonly { readonly row: BenchmarkRow; readonly key: string }[];
  readonly looks: readonly VariantLook[];
  readonly measures: readonly Measure[];
}

/** Bars by batch size or by threads, a chart for each network and kind of input. */
export function ChartPanel({ entries, looks, measures }: ChartPanelProps) {
  const [chosen, setMeasure] = useState<Measure>(measures[0]!);
  const rows = useMemo(() => entries.map(({ row }) => row), [entries]);
  const { sweep, controls } = useSweep(rows);
  const offered = measures.filter((measure) => rows.some((row) => measureInfos[measure].of(row)));
  const measure = offered.includes(chosen) ? chosen : (offered[0] ?? 'latency');
  const charts = useMemo(() => {
    const bars: Bar[] = entries.map((entry) => ({ ...entry, measured: measureInfos[measure].of(entry.row) }));
    return barCharts(
      bars,
      sweep,
      looks.map(({ key }) => key),
    );
  }, [entries, measure, sweep, looks]);
  const shown = looks.filter(({ key }) => charts.some(({ keys }) => keys.includes(key)));
  return (
    <>
      <Group justify="space-between" mb="xs">
        <SegmentedControl
          size="xs"
          aria-label="What the bars show"
          value={measure}
          onChange={(value) => setMeasure(value as Measure)}
          data={offered.map((value) => ({ value, label: measureInfos[value].title }))}
        />
        {controls}
      </Group>
      <Group justify="space-between" mb="sm" gap="xs">
        <Legend looks={shown} />
        <Text size="xs" c="dimmed">
          {measureInfos[measure].meaning} {measureInfos[measure].isBetter === 'higher' ? 'Higher' : 'Lower'}{' '}
          is better.
        </Text>
      </Group>
      <div className={classes.charts}>
        {charts.map((data) => (
          <BarFigure key={data.title} data={data} looks={looks} measure={measure} over={sweep.over} />
        ))}
      </div>
    </>
  );
}

export function Legend({ looks }: { looks: readonly VariantLook[] }) {
  return (
    <ul className={classes.legend} aria-label="Legend">
      {looks.map(({ key, label, colour }) => (
        <li key={key}>
          <span className={classes.swatch} style={{ background: cssColour(colour) }} />
          {label}
        </li>
      ))}
    </ul>
  );
}

/** Over batch sizes with all threads at first, which is how the networks are used. */
function useSweep(rows: readonly BenchmarkRow[]) {
  const batches = useMemo(() => valuesOf(rows, 'batch'), [rows]);
  const threads = useMemo(() => valuesOf(rows, 'threads'), [rows]);
  const [over, setOver] = useState<Sweep['over']>('batch');
  const [at, setAt] = useState<Partial<Record<Sweep['over'], number>>>({});
  const held = over === 'batch' ? threads : batches;
  const usual = over === 'batch' ? threads.at(-1) : batches[0];
  const chosen = at[over];
  const place = chosen !== undefined && held.includes(chosen) ? chosen : (usual ?? 1);
  const sweep = useMemo<Sweep>(() => ({ over, at: place }), [over, place]);
  const controls = (
    <Group gap="xs">
      {threads.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label="Along the axis"
          value={over}
          onChange={(value) => setOver(value as Sweep['over'])}
          data={[
            { value: 'batch', label: 'By batch size' },
            { value: 'threads', label: 'By threads' },
          ]}
        />
      )}
      {held.length > 1 && (
        <Select
          size="xs"
          w={140}
          aria-label={over === 'batch' ? 'Threads' : 'Batch size'}
          allowDeselect={false}
          value={String(place)}
          onChange={(value) => setAt((before) => ({ ...before, [over]: Number(value) }))}
          data={held.map((value) => ({ value: String(value), label: heldLabel(over, value) }))}
        />
      )}
    </Group>
  );
  return { sweep, controls };
}

function heldLabel(over: Sweep['over'], value: number): string {
  if (over === 'threads') return `batch ${value}`;
  return value === 1 ? '1 thread' : `${value} threads`;
}

export interface BarFigureProps {
  readonly data: BarChartData;
  readonly looks: readonly VariantLook[];
  readonly measure: Measure;
  readonly over: Sweep['over'];
}

/** Speeds are compared with 1 and begin at 0, so they have no logarithmic axis. */
const canBeLog: Record<Measure, boolean> = { speed: false, latency: true, throughput: true, memory: false };

const mostWidth = 640;
const axisNames: Record<Sweep['over'], string> = { batch: 'batch size', threads: 'threads' };

/** Grouped bars under their title. The table has the same figures. */
function BarFigure({ data, looks, measure, over }: BarFigureProps) {
  const axis = axisOf(data, canBeLog[measure]);
  const least = leastWidth(data);
  return (
    <Box
      component="figure"
      m={0}
      className={classes.figure}
      style={{ flex: `${least} 1 ${least}px`, maxWidth: Math.max(least, mostWidth) }}
    >
      <figcaption>
        <Text size="sm" fw={600}>
          {data.title}
        </Text>
        <Text size="xs" c="dimmed">
          {measureInfos[measure].axis}
          {axis.isLog && ', logarithmic axis'}, by {axisNames[over]}
        </Text>
      </figcaption>
      <BarPlot
        data={data}
        axis={axis}
        looks={looks.filter(({ key }) => data.keys.includes(key))}
        measure={measure}
        groupName={axisNames[over]}
      />
    </Box>
  );
}

/** In pixels, so that its bars can be told apart. */
const leastWidth = ({ points, keys }: BarChartData) =>
  Math.max(330, 60 + points.length * (10 + 6 * keys.length));
