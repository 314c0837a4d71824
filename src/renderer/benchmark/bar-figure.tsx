import { Box, Text } from '@mantine/core';
import {
  Bar,
  BarChart,
  CartesianGrid,
  ErrorBar,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts';
import { formatFigure } from '../../shared/benchmark-text.ts';
import { cssColour, type VariantLook } from './bar-colours.ts';
import classes from './benchmark.module.css';
import { axisOf, type BarChartData, type BarPoint, type Sweep } from './chart-data.ts';
import { type Measure, measureInfos } from './measures.ts';

export interface BarFigureProps {
  readonly data: BarChartData;
  readonly looks: readonly VariantLook[];
  readonly measure: Measure;
  readonly over: Sweep['over'];
}

/** Speeds are compared with 1 and begin at 0, so they have no logarithmic axis. */
const canBeLog: Record<Measure, boolean> = { speed: false, latency: true, throughput: true, memory: false };

const height = 250;
const mostWidth = 640;
const axisNames: Record<Sweep['over'], string> = { batch: 'batch size', threads: 'threads' };
const tick = { fontSize: 11, fill: 'currentColor' };

/** Grouped bars. Arrow keys go through the groups as the pointer does; the table has the same figures. */
export function BarFigure({ data, looks, measure, over }: BarFigureProps) {
  const { axis, meaning } = measureInfos[measure];
  const { isLog, ticks } = axisOf(data, canBeLog[measure]);
  const shown = looks.filter(({ key }) => data.keys.includes(key));
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
          {axis}
          {isLog && ', logarithmic axis'}, by {axisNames[over]}
        </Text>
      </figcaption>
      <ResponsiveContainer width="100%" height={height}>
        <BarChart
          data={[...data.points]}
          margin={{ top: 12, right: 4, bottom: 4, left: 0 }}
          barCategoryGap="18%"
          barGap={1}
          desc={`${data.title}: ${meaning} Arrow keys go from group to group.`}
        >
          <CartesianGrid vertical={false} stroke="var(--bar-grid)" />
          <XAxis
            dataKey="x"
            tick={tick}
            tickLine={false}
            axisLine={{ stroke: 'var(--bar-grid)' }}
            interval={0}
          />
          <YAxis
            width={52}
            tick={tick}
            tickLine={false}
            axisLine={false}
            tickFormatter={axisNumber}
            scale={isLog ? 'log' : 'linear'}
            domain={[ticks[0]!, ticks.at(-1)!]}
            ticks={[...ticks]}
            allowDataOverflow
          />
          <Tooltip
            isAnimationActive={false}
            cursor={{ fill: 'var(--bar-cursor)' }}
            content={({ label }) => (
              <Values
                point={data.points.find(({ x }) => x === Number(label))}
                heading={`${axisNames[over]} ${label}`}
                looks={shown}
                measure={measure}
              />
            )}
          />
          {measure === 'speed' && <ReferenceLine y={1} stroke="currentColor" strokeDasharray="4 3" />}
          {shown.map(({ key, label, colour }) => (
            <Bar
              key={key}
              name={label}
              dataKey={({ bars }: BarPoint) => bars[key]?.value ?? null}
              fill={cssColour(colour)}
              isAnimationActive={false}
              maxBarSize={34}
              radius={[2, 2, 0, 0]}
            >
              <ErrorBar
                dataKey={({ bars }: BarPoint) => errorOf(bars[key])}
                width={3}
                stroke="var(--bar-error)"
                strokeWidth={1.25}
                isAnimationActive={false}
              />
            </Bar>
          ))}
        </BarChart>
      </ResponsiveContainer>
    </Box>
  );
}

/** In pixels, so that its bars can be told apart. */
const leastWidth = ({ points, keys }: BarChartData) =>
  Math.max(330, 60 + points.length * (10 + 6 * keys.length));

/** How far the quartiles are below and above the bar. */
function errorOf(measured: BarPoint['bars'][string] | undefined): [number, number] | null {
  if (!measured?.quartiles) return null;
  const [low, high] = measured.quartiles;
  return [measured.value - low, high - measured.value];
}

const plain = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 });
// Its "M" is a million; British English writes "m".
const compact = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3, notation: 'compact' });
const axisNumber = (value: number) => (value < 100_000 ? plain : compact).format(value);

interface ValuesProps {
  readonly point: BarPoint | undefined;
  readonly heading: string;
  readonly looks: readonly VariantLook[];
  readonly measure: Measure;
}

/** What the bars of a group say, beside the pointer. */
function Values({ point, heading, looks, measure }: ValuesProps) {
  const { format } = measureInfos[measure];
  if (!point) return null;
  return (
    <div className={classes.tooltip}>
      <Text size="xs" fw={600}>
        {heading}
      </Text>
      {looks.map(({ key, label, colour }) => {
        const measured = point.bars[key];
        if (!measured) return null;
        return (
          <div key={key} className={classes.tooltipRow}>
            <span className={classes.swatch} style={{ background: cssColour(colour) }} />
            <span>{label}</span>
            <b>{format(measured.value)}</b>
            <span className={classes.tooltipRange}>{measured.quartiles?.map(formatFigure).join(' to ')}</span>
          </div>
        );
      })}
    </div>
  );
}
