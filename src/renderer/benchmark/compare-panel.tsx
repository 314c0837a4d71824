import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeftRight } from 'lucide-react';
import { useMemo } from 'react';
import type { BenchmarkInfo, BenchmarkReport } from '../../shared/api/benchmark.ts';
import { compareReports } from '../../shared/benchmark-comparison.ts';
import { benchmarkQuery } from '../api/queries.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { Section } from '../ui/screen.tsx';
import { CompareCards } from './compare-cards.tsx';
import { CompareCharts } from './compare-charts.tsx';
import { CompareTable } from './compare-table.tsx';
import { MachineComparison } from './machine-comparison.tsx';
import type { View } from './use-view.ts';

export interface ComparePanelProps {
  readonly first: BenchmarkInfo;
  readonly second: BenchmarkInfo;
  readonly view: View;
}

/** Two results side by side: how much faster the second is, where, and what differs between the machines. */
export function ComparePanel({ first, second, view }: ComparePanelProps) {
  const one = useQuery(benchmarkQuery(first.id));
  const other = useQuery(benchmarkQuery(second.id));
  const error = one.error ?? other.error;
  return (
    <Stack gap="lg">
      <Group justify="space-between" wrap="nowrap" align="start">
        <div style={{ minWidth: 0 }}>
          <Title order={2} size="h4" lineClamp={2}>
            {second.name} beside {first.name}
          </Title>
          <Text size="sm" c="dimmed">
            First: {first.name}; second: {second.name}. A ratio above 1 says that the second is faster.
          </Text>
        </div>
        <Group gap="xs" wrap="nowrap">
          <Button
            size="xs"
            variant="default"
            leftSection={<ArrowLeftRight size={14} aria-hidden />}
            onClick={() => view.compare([second.id, first.id])}
          >
            Swap
          </Button>
          <Button size="xs" variant="default" onClick={() => view.showResult(second.id)}>
            End comparison
          </Button>
        </Group>
      </Group>
      {error && <ErrorPanel error={error} />}
      {one.data && other.data && (
        <Content reports={[one.data, other.data]} names={[first.name, second.name]} />
      )}
    </Stack>
  );
}

function Content({
  reports: [first, second],
  names,
}: {
  reports: readonly [BenchmarkReport, BenchmarkReport];
  names: readonly [string, string];
}) {
  const { pairs, onlyFirst, onlySecond } = useMemo(() => compareReports(first, second), [first, second]);
  return (
    <>
      {pairs.length === 0 ? (
        <Alert color="gray" title="There is nothing that both have measured">
          Figures can be compared where network, input, batch size, number of threads and backend are the
          same. Measure one of the machines anew with the numbers of the other, under “Advanced”.
        </Alert>
      ) : (
        <>
          <CompareCards pairs={pairs} />
          <Section title="Bars side by side">
            <CompareCharts pairs={pairs} names={names} />
          </Section>
        </>
      )}
      <Section title="Machines">
        <MachineComparison first={first} second={second} names={names} />
      </Section>
      {pairs.length > 0 && (
        <Section title="Ratios of medians">
          <CompareTable pairs={pairs} names={names} />
        </Section>
      )}
      {onlyFirst + onlySecond > 0 && pairs.length > 0 && (
        <Text size="xs" c="dimmed">
          Left out, as only one of the results has them: {onlyFirst} of {names[0]}, {onlySecond} of {names[1]}
          .
        </Text>
      )}
    </>
  );
}
