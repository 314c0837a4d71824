import { Text } from '@mantine/core';
import { formatFigure } from '../../shared/benchmark-text.ts';
import { cssColour, type VariantLook } from './bar-colours.ts';
import classes from './benchmark.module.css';
import type { BarPoint } from './chart-data.ts';
import { type Measure, measureInfos } from './measures.ts';

export interface BarValuesProps {
  readonly point: BarPoint;
  readonly heading: string;
  readonly looks: readonly VariantLook[];
  readonly measure: Measure;
}

/** What the bars of a group say, above them. */
export function BarValues({ point, heading, looks, measure }: BarValuesProps) {
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
