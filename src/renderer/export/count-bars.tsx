import { Table, Text } from '@mantine/core';
import type { ExportPreview } from '../../shared/api/synthetic.ts';
import { diagnoses, diagnosisNames, splits } from '../../shared/domain.ts';
import classes from './export.module.css';

/** The images by class, and by split where they are divided. */
export function CountBars({ preview: { images, byClass, bySplit } }: { preview: ExportPreview }) {
  return (
    <div className={classes.counts}>
      <Counts
        title="By class"
        rows={diagnoses.map((diagnosis) => [diagnosisNames[diagnosis], byClass[diagnosis]])}
        total={images}
      />
      {bySplit && (
        <Counts title="By split" rows={splits.map((split) => [split, bySplit[split]])} total={images} />
      )}
    </div>
  );
}

function Counts({
  title,
  rows,
  total,
}: {
  title: string;
  rows: readonly (readonly [string, number])[];
  total: number;
}) {
  return (
    <Table verticalSpacing={3} horizontalSpacing={6} withRowBorders={false} aria-label={title}>
      <Table.Caption style={{ captionSide: 'top', textAlign: 'left', margin: 0 }}>
        <Text size="xs" c="dimmed" fw={600}>
          {title}
        </Text>
      </Table.Caption>
      <Table.Tbody>
        {rows.map(([name, count]) => (
          <Table.Tr key={name}>
            <Table.Th fw={400} w={170} style={{ whiteSpace: 'nowrap' }}>
              {name}
            </Table.Th>
            <Table.Td>
              <div className={classes.bar} style={{ width: `${(100 * count) / total}%` }} />
            </Table.Td>
            <Table.Td w={60} ta="right">
              {count.toLocaleString('en-GB')}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
