import { Alert, Badge, Button, Group, Select, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeftRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { BenchmarkInfo, BenchmarkReport } from '../../shared/api/benchmark.ts';
import { compareMachines, compareReports, type FactRow } from '../../shared/benchmark-comparison.ts';
import { protocolText, variantName } from '../../shared/benchmark-text.ts';
import { benchmarkQuery } from '../api/queries.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { Section } from '../ui/screen.tsx';
import { comparedColours } from './bar-colours.ts';
import classes from './benchmark.module.css';
import type { Measure } from './chart-data.ts';
import { ChartPanel } from './chart-panel.tsx';
import { CompareCards, CompareTable, type PairsProps } from './compare-table.tsx';
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

/** Not the relative speed: each result has its own fp32, so that it says nothing of the two together. */
const measures: readonly Measure[] = ['latency', 'throughput', 'memory'];

/** The bars of one variant in both results. */
function CompareCharts({ pairs, names: [firstName, secondName] }: PairsProps) {
  const variants = [...new Set(pairs.map(({ first }) => variantName(first)))];
  const [chosen, setVariant] = useState(variants[0]!);
  const variant = variants.includes(chosen) ? chosen : variants[0]!;
  const entries = useMemo(
    () =>
      pairs
        .filter(({ first }) => variantName(first) === variant)
        .flatMap(({ first, second }) => [
          { row: first, key: 'first' },
          { row: second, key: 'second' },
        ]),
    [pairs, variant],
  );
  const looks = useMemo(
    () => [
      { key: 'first', label: firstName, colour: comparedColours[0] },
      { key: 'second', label: secondName, colour: comparedColours[1] },
    ],
    [firstName, secondName],
  );
  return (
    <>
      {variants.length > 1 && (
        <Select
          size="xs"
          w={240}
          mb="xs"
          aria-label="Variant"
          allowDeselect={false}
          data={variants}
          value={variant}
          onChange={(value) => value !== null && setVariant(value)}
        />
      )}
      <ChartPanel entries={entries} looks={looks} measures={measures} />
    </>
  );
}

export interface MachineComparisonProps {
  readonly first: BenchmarkReport;
  readonly second: BenchmarkReport;
  readonly names: readonly [string, string];
}

/** Two machines fact by fact, what differs standing out. */
function MachineComparison({ first, second, names }: MachineComparisonProps) {
  const facts = compareMachines(first.machine, second.machine);
  const rows = [...facts, factRow('Fundus Studio', first.softwareVersion, second.softwareVersion)];
  const protocols = factRow('Protocol', protocolText(first), protocolText(second));
  return (
    <>
      <Table verticalSpacing={4} aria-label="Machines" layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={150}>Fact</Table.Th>
            {names.map((name, index) => (
              <Table.Th key={index === 0 ? 'first' : 'second'}>{name}</Table.Th>
            ))}
            <Table.Td w={90} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {[...rows, ...(protocols.differs ? [protocols] : [])].map((row) => (
            <Fact key={row.name} row={row} />
          ))}
        </Table.Tbody>
      </Table>
      {!rows.some(({ differs }) => differs) && (
        <Text size="xs" c="dimmed" mt={6}>
          Both were measured on the same kind of machine, with the same versions.
        </Text>
      )}
    </>
  );
}

const factRow = (name: string, first: string, second: string): FactRow => ({
  ...{ name, first, second },
  differs: first !== second,
});

function Fact({ row: { name, first, second, differs } }: { row: FactRow }) {
  return (
    <Table.Tr className={differs ? classes.differs : undefined}>
      <Table.Th fw={400}>{name}</Table.Th>
      <Table.Td fw={differs ? 600 : 400}>{first ?? '–'}</Table.Td>
      <Table.Td fw={differs ? 600 : 400}>{second ?? '–'}</Table.Td>
      <Table.Td>
        {differs && (
          <Badge variant="outline" color="gray" size="sm" tt="none" fw={500}>
            differs
          </Badge>
        )}
      </Table.Td>
    </Table.Tr>
  );
}
