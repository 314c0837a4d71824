import { Group, Paper, SimpleGrid, Text } from '@mantine/core';
import { identityOf, type Pair, summarise } from '../../shared/benchmark-comparison.ts';
import { formatFigure, formatRatio, variantName } from '../../shared/benchmark-text.ts';
import { toCsv } from '../../shared/quoting.ts';
import { CopyTextButton } from '../ui/copy.tsx';
import { type Column, VirtualTable } from '../ui/lists/virtual-table.tsx';
import classes from './benchmark.module.css';
import { chartTitle } from './chart-data.ts';

const rowHeight = 30;
const mostHeight = 420;

/** Every variant that both results have. */
export function CompareTable({ pairs, names }: PairsProps) {
  const differing = pairs.filter(({ isSameModel }) => !isSameModel).length;
  return (
    <>
      <div style={{ height: Math.min(rowHeight * (pairs.length + 1) + 2, mostHeight) }}>
        <VirtualTable
          label="Ratios of medians"
          columns={columns}
          rows={pairs}
          rowKey={keyOf}
          rowHeight={rowHeight}
        />
      </div>
      <Group justify="space-between" mt={6}>
        <Text size="xs" c="dimmed">
          {differing > 0 &&
            `* In ${differing} of ${pairs.length} the weights are not the same; the time hardly depends on them, but on the width of the network.`}
        </Text>
        <CopyTextButton label="CSV" text={() => comparisonCsv(pairs, names)} />
      </Group>
    </>
  );
}

const keyOf = ({ first }: Pair) => identityOf(first);

const numeric = (
  key: string,
  title: string,
  width: number,
  render: (pair: Pair) => string,
): Column<Pair> => ({ ...{ key, title, render }, width: `${width}px`, isNumeric: true });

const columns: readonly Column<Pair>[] = [
  {
    key: 'input',
    title: 'Network and input',
    width: 'minmax(236px, 1fr)',
    render: ({ first }) => chartTitle(first),
  },
  numeric('batch', 'Batch', 40, ({ first }) => String(first.batch)),
  numeric('threads', 'Threads', 50, ({ first }) => String(first.threads)),
  {
    key: 'variant',
    title: 'Variant',
    width: 'minmax(176px, 1fr)',
    render: ({ first, isSameModel }) => `${variantName(first)}${isSameModel ? '' : ' *'}`,
  },
  numeric('first', 'First, ms', 78, ({ first }) => formatFigure(first.latency.median)),
  numeric('second', 'Second, ms', 78, ({ second }) => formatFigure(second.latency.median)),
  numeric('ratio', 'Ratio', 56, ({ ratio }) => formatRatio(ratio)),
];

function comparisonCsv(pairs: readonly Pair[], [firstName, secondName]: PairsProps['names']): string {
  return toCsv(
    [
      ...['network', 'shape', 'width', 'height', 'batch', 'threads', 'backend', 'precision'],
      ...[`median_ms ${firstName}`, `median_ms ${secondName}`, 'ratio', 'same_weights'],
    ],
    pairs.map(({ first, second, ratio, isSameModel }) => [
      ...[first.network, first.shape, first.width, first.height, first.batch, first.threads],
      ...[first.backend, first.precision, first.latency.median, second.latency.median, ratio],
      isSameModel ? 'yes' : 'no',
    ]),
  );
}

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
