import { Group, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Histogram } from '../../../shared/api/images.ts';
import { histogramQuery } from '../../api/queries.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import classes from './detail.module.css';
import { areaPath, peakOf } from './histogram-paths.ts';

const channels = [
  { key: 'red', colour: '#e5484d' },
  { key: 'green', colour: '#30a46c' },
  { key: 'blue', colour: '#3e7bfa' },
] as const;

/** How bright the photograph is inside its field of view, by colour. */
export function HistogramChart({ imageId }: { imageId: number }) {
  const { data, error } = useQuery(histogramQuery(imageId));
  if (error) return <ErrorPanel error={error} />;
  if (!data) return <Skeleton h={128} />;
  return <Chart histogram={data} />;
}

function Chart({ histogram }: { histogram: Histogram }) {
  const [level, setLevel] = useState<number | null>(null);
  const peak = peakOf(channels.map(({ key }) => histogram[key]));
  return (
    <div>
      <svg
        className={classes.histogram}
        viewBox="0 0 255 100"
        preserveAspectRatio="none"
        role="img"
        aria-label={describe(histogram)}
        onPointerMove={({ currentTarget, clientX }) => {
          const { left, width } = currentTarget.getBoundingClientRect();
          setLevel(Math.min(255, Math.max(0, Math.round((255 * (clientX - left)) / width))));
        }}
        onPointerLeave={() => setLevel(null)}
      >
        {channels.map(({ key, colour }) => (
          <path
            key={key}
            d={areaPath(histogram[key], peak)}
            fill={colour}
            fillOpacity={0.35}
            stroke={colour}
            strokeWidth={1.2}
            vectorEffect="non-scaling-stroke"
          />
        ))}
        {level !== null && (
          <line
            x1={level}
            x2={level}
            y1={0}
            y2={100}
            stroke="currentColor"
            vectorEffect="non-scaling-stroke"
          />
        )}
      </svg>
      <div className={classes.axis}>
        <span>0 dark</span>
        {level !== null && <Counts histogram={histogram} level={level} />}
        <span>255 bright</span>
      </div>
    </div>
  );
}

function Counts({ histogram, level }: { histogram: Histogram; level: number }) {
  return (
    <Group gap={6} wrap="nowrap">
      <Text inherit>{level}:</Text>
      {channels.map(({ key }) => (
        <Text inherit key={key}>
          {key[0]?.toUpperCase()} {histogram[key][level]?.toLocaleString('en-GB')}
        </Text>
      ))}
    </Group>
  );
}

/** "Mean level: red 162, green 81, blue 40" */
function describe(histogram: Histogram): string {
  const means = channels.map(({ key }) => `${key} ${Math.round(meanLevel(histogram[key]))}`);
  return `Histogram inside the field of view. Mean level: ${means.join(', ')}`;
}

function meanLevel(counts: readonly number[]): number {
  const total = counts.reduce((sum, count) => sum + count, 0);
  return total === 0 ? 0 : counts.reduce((sum, count, level) => sum + count * level, 0) / total;
}
