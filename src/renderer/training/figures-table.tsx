import { Table, Text } from '@mantine/core';
import type { RunMetrics } from '../../shared/api/training.ts';
import { CopyCsv } from './copy-csv.tsx';
import { finalFigures } from './metrics.ts';
import { formatFigure } from './series.ts';
import classes from './training.module.css';

/** The last and the best value of each figure of a run, with its meaning. */
export function FiguresTable({ name, metrics }: { name: string; metrics: RunMetrics }) {
  const figures = finalFigures(metrics);
  const rows = figures.map(({ label, last, best }) => [
    name,
    label,
    last,
    best?.value ?? null,
    best?.step ?? null,
  ]);
  return (
    <>
      <Table className={classes.numbers} verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Figure</Table.Th>
            <Table.Th ta="right">Last</Table.Th>
            <Table.Th ta="right">Best</Table.Th>
            <Table.Th ta="right" style={{ whiteSpace: 'nowrap' }}>
              at step
            </Table.Th>
            <Table.Th>Meaning</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {figures.map(({ name: key, label, last, best, meaning }) => (
            <Table.Tr key={key}>
              <Table.Th fw={500}>{label}</Table.Th>
              <Table.Td ta="right">{formatFigure(last)}</Table.Td>
              <Table.Td ta="right">{formatFigure(best?.value)}</Table.Td>
              <Table.Td ta="right">{formatFigure(best?.step)}</Table.Td>
              <Table.Td>
                <Text size="xs" c="dimmed">
                  {meaning}
                </Text>
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <CopyCsv titles={['run', 'figure', 'last', 'best', 'best at step']} rows={rows} />
    </>
  );
}
