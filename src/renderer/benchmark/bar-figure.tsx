import { Box, Text } from '@mantine/core';
import type { VariantLook } from './bar-colours.ts';
import { BarPlot } from './bar-plot.tsx';
import classes from './benchmark.module.css';
import { axisOf, type BarChartData, type Sweep } from './chart-data.ts';
import { type Measure, measureInfos } from './measures.ts';

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
export function BarFigure({ data, looks, measure, over }: BarFigureProps) {
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
