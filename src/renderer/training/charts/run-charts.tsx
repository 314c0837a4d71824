import { Group, Paper, Slider, Switch, Text, Tooltip } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { RunMetrics, RunSample } from '../../../shared/api/training.ts';
import { fileUrl } from '../../api/client.ts';
import { type ChartGroup, chartGroups } from '../metrics.ts';
import { sampleRows, sampleSteps } from '../samples.ts';
import { smoothingFor } from '../series.ts';
import classes from '../training.module.css';
import { type Curve, LineChart } from './line-chart.tsx';

/** Overlaps lie between 0 and 1: a logarithm would hide what is gained at the end. */
const isLogarithmic = ({ metrics }: ChartGroup) => metrics.every(({ isBetter }) => isBetter !== 'higher');

export interface NamedMetrics {
  readonly key: string;
  readonly name: string;
  readonly metrics: RunMetrics;
}

/** The curves of one run, a colour a figure, or of several, a colour a run and a chart a figure. */
export function RunCharts({ runs }: { runs: readonly NamedMetrics[] }) {
  const [isLog, setLog] = useState(false);
  const [isSmooth, setSmooth] = useState(true);
  const charts = useMemo(() => chartsOf(runs), [runs]);
  return (
    <>
      <Group gap="lg" mb="xs">
        <Tooltip label="Shows small losses as well as large ones">
          <Switch
            size="xs"
            label="Logarithmic"
            checked={isLog}
            onChange={(event) => setLog(event.currentTarget.checked)}
          />
        </Tooltip>
        <Tooltip label="A moving average over the recorded values, which stay visible behind it">
          <Switch
            size="xs"
            label="Smooth"
            checked={isSmooth}
            onChange={(event) => setSmooth(event.currentTarget.checked)}
          />
        </Tooltip>
        <Text size="xs" c="dimmed">
          Drag over a chart to look closer, double-click to see all.
        </Text>
      </Group>
      <div className={classes.charts}>
        {charts.map(({ title, meaning, curves, group }) => (
          <Paper key={title} withBorder p="sm">
            <LineChart
              title={title}
              meaning={meaning}
              curves={curves}
              height={210}
              isLog={isLog && isLogarithmic(group)}
              smoothing={isSmooth ? smoothingFor(Math.max(...curves.map(({ steps }) => steps.length))) : 0}
            />
          </Paper>
        ))}
      </div>
    </>
  );
}

interface Chart {
  readonly title: string;
  readonly meaning: string;
  readonly curves: readonly Curve[];
  readonly group: ChartGroup;
}

function chartsOf(runs: readonly NamedMetrics[]): Chart[] {
  const groups = chartGroups(runs.flatMap(({ metrics }) => Object.keys(metrics)));
  const [only] = runs;
  if (only && runs.length === 1) return groups.map((group) => chartOfRun(only.metrics, group));
  return groups.flatMap((group) =>
    group.metrics.map((metric) => ({
      title: metric.label,
      meaning: metric.meaning,
      group: { title: metric.label, metrics: [metric] },
      curves: runs.flatMap(({ key, name, metrics }, colour) => {
        const curve = metrics[metric.name];
        return curve ? [{ key, label: name, colour, ...curve }] : [];
      }),
    })),
  );
}

function chartOfRun(metrics: RunMetrics, group: ChartGroup): Chart {
  return {
    title: group.title,
    meaning: group.metrics.map(({ label, meaning }) => `${label}: ${meaning}`).join('\n'),
    group,
    curves: group.metrics.map(({ name, label }, colour) => ({
      key: name,
      label,
      colour,
      ...(metrics[name] ?? { steps: [], values: [] }),
    })),
  };
}

/** What the network makes of some photographs, step by step; follows the training until another step is chosen. */
export function RunSamples({ samples }: { samples: readonly RunSample[] }) {
  const steps = useMemo(() => sampleSteps(samples), [samples]);
  const [chosen, setChosen] = useState<number | null>(null);
  const last = steps.at(-1);
  if (last === undefined) return null;
  const step = chosen !== null && steps.includes(chosen) ? chosen : last;
  return (
    <>
      {steps.length > 1 && (
        <Group gap="md" mb="xs" wrap="nowrap">
          <Text size="sm" className={classes.numbers} w={130}>
            Step {step.toLocaleString('en-GB')}
          </Text>
          <Slider
            flex={1}
            size="sm"
            thumbLabel="Step of the pictures"
            min={0}
            max={steps.length - 1}
            value={steps.indexOf(step)}
            label={(index) => `Step ${steps[index]}`}
            onChange={(index) => setChosen(steps[index] === last ? null : (steps[index] ?? null))}
          />
        </Group>
      )}
      <SampleGrid samples={samples} step={step} />
    </>
  );
}

export function SampleGrid({ samples, step }: { samples: readonly RunSample[]; step: number }) {
  return (
    <div className={classes.samples}>
      {sampleRows(samples, step).map((row, index) => (
        <div key={row[0]?.position} className={classes.sampleRow}>
          {row.map(({ label, sha256 }) => (
            <figure key={label} className={classes.sample}>
              <img
                src={fileUrl(sha256, 'png')}
                alt={`${label} ${index + 1}, step ${step}`}
                decoding="async"
              />
              <Text component="figcaption" size="xs" c="dimmed">
                {label}
              </Text>
            </figure>
          ))}
        </div>
      ))}
    </div>
  );
}
