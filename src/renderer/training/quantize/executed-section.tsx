import { Table, Text } from '@mantine/core';
import type { QuantizationReport } from '../../../shared/api/quantization.ts';
import { operatorCsv, operatorTitles } from './figures.ts';
import { PrecisionBadge } from './layers-section.tsx';
import classes from './quantize.module.css';
import { Section } from './section.tsx';

/** The graph that the engine makes of the network on this processor. */
export function ExecutedSection({ report }: { report: QuantizationReport }) {
  const { executed, layers } = report;
  if (!executed) return null;
  const { operators, floatLayers, floatMultiplyAdds } = executed;
  return (
    <Section title="What really runs" csv={{ titles: operatorTitles, rows: operatorCsv(report) }}>
      <Text size="sm">
        {(100 * floatMultiplyAdds).toFixed(1)} % of the multiply-adds run in fp32:{' '}
        {floatLayers.length === 0
          ? `none of the ${layers.length} layers.`
          : `${floatLayers.length} of ${layers.length} layers (${floatLayers.join(', ')}).`}
      </Text>
      <Table className={classes.numbers} verticalSpacing={2} mt="xs" aria-label="Operators by precision">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Operator</Table.Th>
            <Table.Th>Result</Table.Th>
            <Table.Th ta="right">Nodes</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {operators.map(({ operator, precision, count }) => (
            <Table.Tr key={operator + precision}>
              <Table.Th fw={500}>{operator}</Table.Th>
              <Table.Td>
                <PrecisionBadge precision={precision} />
              </Table.Td>
              <Table.Td ta="right">{count}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      <Text size="xs" c="dimmed" mt="xs">
        Read from the graph that ONNX Runtime saves after it has fused and replaced operators for this
        processor.
      </Text>
    </Section>
  );
}
