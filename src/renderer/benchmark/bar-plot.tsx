import { Text } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { formatFigure } from '../../shared/benchmark-text.ts';
import { cssColour, type VariantLook } from './bar-colours.ts';
import classes from './benchmark.module.css';
import {
  type Axis,
  type BarChartData,
  type BarPoint,
  barPlaces,
  heightOf,
  type Measure,
  measureInfos,
} from './chart-data.ts';

/** Pixels around the bars, for the numbers of the axes. */
const [left, right, top, bottom] = [52, 4, 12, 34];
const height = 250;
const foot = height - bottom;

export interface BarPlotProps {
  readonly data: BarChartData;
  readonly axis: Axis;
  readonly looks: readonly VariantLook[];
  readonly measure: Measure;
  /** "batch size" */
  readonly groupName: string;
}

/** The bars and their axes. Arrow keys go through the groups as the pointer does. */
export function BarPlot({ data, axis, looks, measure, groupName }: BarPlotProps) {
  const { ref, width } = useElementSize();
  const { points, title } = data;
  const { active, handlers } = useActiveGroup(points.length, width);
  const group = (width - left - right) / points.length;
  const centreOf = (index: number) => left + (index + 0.5) * group;
  const shown = active === null ? undefined : points[active];
  return (
    <div ref={ref} className={classes.plot} style={{ height }}>
      {width > left + right && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys go through its groups
        <svg width={width} height={height} role="application" tabIndex={0} aria-label={title} {...handlers}>
          <desc>
            {title}: {measureInfos[measure].meaning} Arrow keys go from group to group.
          </desc>
          {active !== null && (
            <rect
              x={left + active * group}
              y={top}
              width={group}
              height={foot - top}
              fill="var(--bar-cursor)"
            />
          )}
          <Grid axis={axis} width={width} />
          {points.map((point, index) => (
            <g key={point.x} transform={`translate(${left + index * group} 0)`}>
              <BarGroup point={point} looks={looks} axis={axis} width={group} />
            </g>
          ))}
          {points.map(({ x }, index) => (
            <text key={x} x={centreOf(index)} y={foot + 8} dy="0.71em" textAnchor="middle">
              {x}
            </text>
          ))}
          {measure === 'speed' && <EqualSpeed axis={axis} width={width} />}
        </svg>
      )}
      <div role="status" className={classes.tooltipPlace} style={placeAt(centreOf(active ?? 0) / width)}>
        {shown && (
          <BarValues point={shown} heading={`${groupName} ${shown.x}`} looks={looks} measure={measure} />
        )}
      </div>
    </div>
  );
}

/** Above the plot, as far along its own width as the group is along that of the plot: never beyond an edge. */
const placeAt = (share: number) => ({
  left: `${100 * share}%`,
  transform: `translate(${-100 * share}%, -100%)`,
});

/** The group that the pointer or the keyboard is at; null: none. */
function useActiveGroup(count: number, width: number) {
  const [chosen, setActive] = useState<number | null>(null);
  const within = (index: number) => Math.max(0, Math.min(count - 1, index));
  const active = chosen === null ? null : within(chosen);
  const handlers = {
    onPointerMove: ({ clientX, currentTarget }: PointerEvent<SVGSVGElement>) => {
      const x = clientX - currentTarget.getBoundingClientRect().left - left;
      const isOverBars = x >= 0 && x <= width - left - right;
      setActive(isOverBars ? within(Math.floor((count * x) / (width - left - right))) : null);
    },
    onPointerLeave: () => setActive(null),
    onFocus: () => setActive((before) => before ?? 0),
    onBlur: () => setActive(null),
    onKeyDown: (event: KeyboardEvent) => {
      const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (step === undefined) return;
      event.preventDefault();
      setActive(active === null ? 0 : within(active + step));
    },
  };
  return { active, handlers };
}

const yOf = (value: number, axis: Axis) => foot - (foot - top) * heightOf(value, axis);

function Grid({ axis, width }: { axis: Axis; width: number }) {
  return axis.ticks.map((tick) => {
    const y = yOf(tick, axis);
    return (
      <g key={tick}>
        <line x1={left} x2={width - right} y1={y} y2={y} stroke="var(--bar-grid)" />
        <text x={left - 8} y={y} dy="0.355em" textAnchor="end">
          {axisNumber(tick)}
        </text>
      </g>
    );
  });
}

/** A bar of this height is as fast as fp32. */
function EqualSpeed({ axis, width }: { axis: Axis; width: number }) {
  const y = yOf(1, axis);
  return <line x1={left} x2={width - right} y1={y} y2={y} stroke="currentColor" strokeDasharray="4 3" />;
}

interface BarGroupProps {
  readonly point: BarPoint;
  readonly looks: readonly VariantLook[];
  readonly axis: Axis;
  readonly width: number;
}

/** A bar for each variant, with its quartiles; one that was not measured leaves its place free. */
function BarGroup({ point: { bars }, looks, axis, width }: BarGroupProps) {
  const places = barPlaces(looks.length, width);
  return looks.map(({ key, colour }, index) => {
    const measured = bars[key];
    if (!measured) return null;
    const x = places.lefts[index]!;
    const middle = x + places.width / 2;
    const [low, high] = measured.quartiles?.map((value) => yOf(value, axis)) ?? [];
    return (
      <g key={key}>
        <path d={barPath(x, yOf(measured.value, axis), places.width)} fill={cssColour(colour)} />
        {low !== undefined && (
          <path
            d={`M${middle - 3} ${high}h6M${middle} ${high}V${low}M${middle - 3} ${low}h6`}
            stroke="var(--bar-error)"
            strokeWidth={1.25}
          />
        )}
      </g>
    );
  });
}

/** Its upper corners are rounded as far as it goes. */
function barPath(x: number, y: number, width: number): string {
  const radius = Math.min(2, width / 2, foot - y);
  const corner = (dy: number) => `a${radius} ${radius} 0 0 1 ${radius} ${dy}`;
  return `M${x} ${foot}V${y + radius}${corner(-radius)}h${width - 2 * radius}${corner(radius)}V${foot}Z`;
}

const plain = new Intl.NumberFormat('en-GB', { maximumSignificantDigits: 3 });
// Its "M" is a million; British English writes "m".
const compact = new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3, notation: 'compact' });
const axisNumber = (value: number) => (value < 100_000 ? plain : compact).format(value);

export interface BarValuesProps {
  readonly point: BarPoint;
  readonly heading: string;
  readonly looks: readonly VariantLook[];
  readonly measure: Measure;
}

/** What the bars of a group say, above them. */
function BarValues({ point, heading, looks, measure }: BarValuesProps) {
  const { format } = measureInfos[measure];
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
