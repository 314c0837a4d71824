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
import { cssColour, type VariantLook } from './bar-colours.ts';
import { BarValues } from './bar-values.tsx';
import type { Axis, BarChartData, BarPoint } from './chart-data.ts';
import { type Measure, measureInfos } from './measures.ts';

const height = 250;
const tick = { fontSize: 11, fill: 'currentColor' };

export interface BarPlotProps {
  readonly data: BarChartData;
  readonly axis: Axis;
  readonly looks: readonly VariantLook[];
  readonly measure: Measure;
  /** "batch size" */
  readonly groupName: string;
}

/** The bars and their axes. Arrow keys go through the groups as the pointer does. */
export function BarPlot({ data, axis: { isLog, ticks }, looks, measure, groupName }: BarPlotProps) {
  return (
    <ResponsiveContainer width="100%" height={height}>
      <BarChart
        data={[...data.points]}
        margin={{ top: 12, right: 4, bottom: 4, left: 0 }}
        barCategoryGap="18%"
        barGap={1}
        desc={`${data.title}: ${measureInfos[measure].meaning} Arrow keys go from group to group.`}
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
          position={{ y: 0 }}
          wrapperStyle={{ zIndex: 10 }}
          cursor={{ fill: 'var(--bar-cursor)' }}
          content={({ label }) => (
            <BarValues
              point={data.points.find(({ x }) => x === Number(label))}
              heading={`${groupName} ${label}`}
              looks={looks}
              measure={measure}
            />
          )}
        />
        {measure === 'speed' && <ReferenceLine y={1} stroke="currentColor" strokeDasharray="4 3" />}
        {looks.map(barsOf)}
      </BarChart>
    </ResponsiveContainer>
  );
}

/** The bars of one variant, with their quartiles. */
const barsOf = ({ key, label, colour }: VariantLook) => (
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
);

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
