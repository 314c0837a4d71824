import { Badge, Table, Text } from '@mantine/core';
import { filterPhrase, type QuantizationReport } from '../../../shared/api/quantization.ts';
import { formatBytes, formatCount } from '../../ui/format.ts';
import {
  type LayerRow,
  layerCsv,
  layerRows,
  layerTitles,
  operatorCsv,
  operatorTitles,
  type RunsIn,
  sizeRatio,
} from './figures.ts';
import classes from './quantize.module.css';
import { Section } from './section.tsx';

/** The files' sizes, and the images and settings that it was made with. */
export function FactsSection({ report }: { report: QuantizationReport }) {
  const { bytes, calibrator, reduceRange, calibrationImages, judgedImages } = report;
  const ratio = sizeRatio(bytes);
  return (
    <Section title="File, settings and photographs">
      {bytes.after !== null && ratio !== null && (
        <>
          <SizeBar label="float32" bytes={bytes.before} share={1} kind="plain" />
          <SizeBar label="int8" bytes={bytes.after} share={ratio} kind="int8" />
          <Text size="sm" mb="xs">
            {ratio.toFixed(2)} of the float32 file.
          </Text>
        </>
      )}
      <Text size="sm">
        Ranges by {calibrator}, filters of {filterPhrase(reduceRange)}.
      </Text>
      <Names title="Calibrated on" names={calibrationImages} />
      <Names title="Judged on" names={judgedImages} />
    </Section>
  );
}

function SizeBar({
  label,
  bytes,
  share,
  kind,
}: {
  label: string;
  bytes: number;
  share: number;
  kind: string;
}) {
  return (
    <div className={classes.size}>
      <Text size="sm">{label}</Text>
      <div>
        <div className={classes.bar} data-kind={kind} style={{ width: `${100 * Math.min(1, share)}%` }} />
      </div>
      <Text size="sm" className={classes.numbers} ta="right">
        {formatBytes(bytes)}
      </Text>
    </div>
  );
}

function Names({ title, names }: { title: string; names: readonly string[] }) {
  return (
    <Text size="sm" mt={4} className={classes.names}>
      {title} {formatCount(names.length, 'photograph')}:{' '}
      <Text span c="dimmed">
        {names.join(', ')}
      </Text>
    </Text>
  );
}

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

function PrecisionBadge({ precision }: { precision: RunsIn }) {
  return (
    <Badge variant="light" size="sm" tt="none" fw={500} color={precision === 'int8' ? 'teal' : 'orange'}>
      {precision}
    </Badge>
  );
}

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
