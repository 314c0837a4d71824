import { Badge, Table, Text } from '@mantine/core';
import type { QuantizationReport } from '../../../shared/api/quantization.ts';
import { type LayerRow, layerCsv, layerRows, layerTitles, type RunsIn } from './figures.ts';
import classes from './quantize.module.css';
import { Section } from './section.tsx';

/** What each layer costs, most sensitive first, as bars. */
export function LayersSection({ report }: { report: QuantizationReport }) {
  return (
    <Section title="What each layer costs" csv={{ titles: layerTitles, rows: layerCsv(report) }}>
      <div className={classes.wide}>
        <Table
          className={`${classes.numbers} ${classes.layers}`}
          verticalSpacing={2}
          aria-label="Sensitivity of the layers"
        >
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Layer</Table.Th>
              <Table.Th colSpan={2}>Error when it alone is int8</Table.Th>
              <Table.Th ta="right">Multiply-adds</Table.Th>
              <Table.Th>Runs in</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {layerRows(report).map((row) => (
              <Row key={row.name} row={row} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
      <Text size="xs" c="dimmed" mt="xs">
        Mean difference at the network's output when no other layer is int8. Layers go back to fp32 from the
        top, one at a time, until the limits hold.
      </Text>
    </Section>
  );
}

function Row({ row: { name, error, length, share, runsIn } }: { row: LayerRow }) {
  return (
    <Table.Tr>
      <Table.Th fw={500}>{name}</Table.Th>
      <Table.Td w="100%">
        <div
          className={classes.bar}
          data-kind={runsIn ?? 'plain'}
          style={{ width: `${100 * length}%` }}
          aria-hidden
        />
      </Table.Td>
      <Table.Td ta="right">{error}</Table.Td>
      <Table.Td ta="right">{(100 * share).toFixed(1)} %</Table.Td>
      <Table.Td>{runsIn ? <PrecisionBadge precision={runsIn} /> : '–'}</Table.Td>
    </Table.Tr>
  );
}

export function PrecisionBadge({ precision }: { precision: RunsIn }) {
  return (
    <Badge variant="light" size="sm" tt="none" fw={500} color={precision === 'int8' ? 'teal' : 'orange'}>
      {precision}
    </Badge>
  );
}
