import { Paper, SimpleGrid, Text } from '@mantine/core';
import type { BenchmarkReport } from '../../shared/api/benchmark.ts';
import { type Headline, headlines } from '../../shared/benchmark-figures.ts';
import {
  formatFigure,
  formatRatio,
  formatScore,
  networkNames,
  workloadText,
} from '../../shared/benchmark-text.ts';
import classes from './benchmark.module.css';

/** How much faster int8 is, as a number that can be read across the room, with what it was measured with. */
export function HeadlineCards({ report }: { report: BenchmarkReport }) {
  const all = headlines(report);
  if (all.length === 0) return null;
  return (
    <SimpleGrid cols={{ base: 2, xl: Math.min(4, all.length) }} spacing="sm">
      {all.map((headline) => (
        <HeadlineCard key={headline.network} headline={headline} />
      ))}
    </SimpleGrid>
  );
}

function HeadlineCard({ headline }: { headline: Headline }) {
  const { network, speed, series, fp32, int8, lowest, highest, workloads } = headline;
  return (
    <Paper withBorder p="sm" component="section" aria-label={networkNames[network]}>
      <Text size="sm" fw={600}>
        {networkNames[network]}
      </Text>
      <div className={classes.headline}>
        <span className={classes.bigNumber}>{formatRatio(speed)}</span>
        <Text size="sm">as fast in int8</Text>
      </div>
      <Text size="xs" c="dimmed">
        {formatFigure(int8.latency.median)} ms instead of {formatFigure(fp32.latency.median)} ms in fp32:{' '}
        {workloadText(series)}
      </Text>
      {workloads > 1 && (
        <Text size="xs" c="dimmed">
          {formatRatio(lowest)} to {formatRatio(highest)} over {workloads} workloads
        </Text>
      )}
      <Text size="xs" mt={4}>
        {int8.model ? accuracyChanges(headline) : 'Random weights: for the time alone'}
      </Text>
    </Paper>
  );
}

/** "F1 0.8101 instead of 0.8123" */
function accuracyChanges({ fp32, int8 }: Headline): string {
  return Object.entries(int8.accuracy ?? {})
    .map(([name, value]) => {
      const before = fp32.accuracy?.[name];
      return `${name} ${formatScore(value)}${before === undefined ? '' : ` instead of ${formatScore(before)}`}`;
    })
    .join(', ');
}
