import { Paper, SimpleGrid, Text } from '@mantine/core';
import { type Pair, summarise } from '../../shared/benchmark-comparison.ts';
import { formatRatio, variantName } from '../../shared/benchmark-text.ts';
import classes from './benchmark.module.css';

export interface PairsProps {
  readonly pairs: readonly Pair[];
  readonly names: readonly [first: string, second: string];
}

/** For each backend and precision, how much faster the second result is over all workloads. */
export function CompareCards({ pairs }: { pairs: readonly Pair[] }) {
  const variants = [...Map.groupBy(pairs, ({ first }) => variantName(first))];
  return (
    <SimpleGrid cols={{ base: 2, xl: 4 }} spacing="sm">
      {variants.map(([variant, all]) => (
        <SummaryCard key={variant} variant={variant} pairs={all} />
      ))}
    </SimpleGrid>
  );
}

function SummaryCard({ variant, pairs }: { variant: string; pairs: readonly Pair[] }) {
  const { mean, lowest, highest, workloads } = summarise(pairs);
  const apart = Math.max(highest, 1 / lowest) - 1;
  return (
    <Paper withBorder p="sm" component="section" aria-label={variant}>
      <Text size="sm" fw={600}>
        {variant}
      </Text>
      <div className={classes.headline}>
        <span className={classes.bigNumber}>{formatRatio(mean)}</span>
        <Text size="sm">as fast</Text>
      </div>
      <Text size="xs" c="dimmed">
        {workloads === 1
          ? 'One workload'
          : `Geometric mean of ${workloads} workloads, ${formatRatio(lowest)} to ${formatRatio(highest)}`}
        {apart < 0.3 && `; medians at most ${(100 * apart).toFixed(1)} % apart`}
      </Text>
    </Paper>
  );
}
