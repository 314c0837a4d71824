import { Badge, Table, Text } from '@mantine/core';
import type { BenchmarkReport } from '../../shared/api/benchmark.ts';
import { compareMachines, type FactRow } from '../../shared/benchmark-comparison.ts';
import { protocolText } from '../../shared/benchmark-text.ts';
import classes from './benchmark.module.css';

export interface MachineComparisonProps {
  readonly first: BenchmarkReport;
  readonly second: BenchmarkReport;
  readonly names: readonly [string, string];
}

/** Two machines fact by fact, what differs standing out. */
export function MachineComparison({ first, second, names }: MachineComparisonProps) {
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
