import { Table, Text } from '@mantine/core';
import { Check, X } from 'lucide-react';
import type { QuantizationReport } from '../../../shared/api/quantization.ts';
import { figureName } from '../model-card.ts';
import { formatFigure } from '../series.ts';
import {
  type AccuracyRow,
  accuracyCsv,
  accuracyRows,
  accuracyTitles,
  trialCsv,
  trialTitle,
  trialTitles,
} from './figures.ts';
import classes from './quantize.module.css';
import { Section } from './section.tsx';

/** What the network lost, against what it may lose. */
export function AccuracySection({ report }: { report: QuantizationReport }) {
  const { trials, layers, sha256, conditions } = report;
  const floats = trials.at(-1)!.floatLayers.length;
  const title = sha256 === null ? `Accuracy with ${floats} of ${layers.length} layers in fp32` : 'Accuracy';
  return (
    <Section title={title} csv={{ titles: accuracyTitles, rows: accuracyCsv(report) }}>
      <Table className={classes.numbers} verticalSpacing={4} aria-label="Accuracy before and after">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Figure</Table.Th>
            <Table.Th ta="right">float32</Table.Th>
            <Table.Th ta="right">int8</Table.Th>
            <Table.Th ta="right">Lost</Table.Th>
            <Table.Th ta="right">Limit</Table.Th>
            <Table.Th w={90}>Used up</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {accuracyRows(report).map((row) => (
            <Row key={row.figure} row={row} />
          ))}
        </Table.Tbody>
      </Table>
      <Text size="xs" c="dimmed" mt="xs">
        Measured {conditions}.
      </Text>
    </Section>
  );
}

function Row({ row: { figure, before, after, limit } }: { row: AccuracyRow }) {
  return (
    <Table.Tr>
      <Table.Th fw={500}>{figure}</Table.Th>
      <Table.Td ta="right">{formatFigure(before)}</Table.Td>
      <Table.Td ta="right" fw={600}>
        {formatFigure(after)}
      </Table.Td>
      <Table.Td ta="right" {...(limit && !limit.isWithin && { c: 'red', fw: 600 })}>
        {limit ? formatLoss(limit.loss) : '–'}
      </Table.Td>
      <Table.Td ta="right">{limit?.most ?? 'none'}</Table.Td>
      <Table.Td>{limit && <Meter {...limit} />}</Table.Td>
    </Table.Tr>
  );
}

/** A gain is a loss below 0. */
const formatLoss = (loss: number) =>
  Math.abs(loss) < 5e-5 ? '0' : `${loss < 0 ? '−' : ''}${Math.abs(loss).toFixed(4)}`;

function Meter({ loss, most, isWithin }: { loss: number; most: number; isWithin: boolean }) {
  const used = most > 0 ? Math.max(0, loss / most) : loss > 0 ? 1 : 0;
  const label = isWithin ? `${Math.round(100 * used)} % of the limit` : 'beyond the limit';
  return (
    <div className={classes.meter} role="img" aria-label={label} title={label}>
      {used > 0 && (
        <div
          className={classes.bar}
          data-kind={isWithin ? undefined : 'beyond'}
          style={{ width: `${100 * Math.min(1, used)}%` }}
        />
      )}
    </div>
  );
}

/** What was tried: which layers were returned to float32, and what that came to. */
export function TrialsSection({ report }: { report: QuantizationReport }) {
  const { before, trials } = report;
  const scores = Object.keys(before);
  return (
    <Section title="What was tried" csv={{ titles: trialTitles(report), rows: trialCsv(report) }}>
      <div className={classes.wide}>
        <Table className={classes.numbers} verticalSpacing={4} aria-label="Trials">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Network</Table.Th>
              {scores.map((key) => (
                <Table.Th key={key} ta="right">
                  {figureName(key)}
                </Table.Th>
              ))}
              {trials[0]!.losses.map(({ name, most }) => (
                <Table.Th key={name} ta="right">
                  {name} lost (limit {most})
                </Table.Th>
              ))}
              <Table.Th>Within the limits</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            <Table.Tr>
              <Table.Th fw={500}>float32</Table.Th>
              {scores.map((key) => (
                <Table.Td key={key} ta="right">
                  {formatFigure(before[key])}
                </Table.Td>
              ))}
              <Table.Td colSpan={trials[0]!.losses.length + 1} />
            </Table.Tr>
            {trials.map((trial) => (
              <TrialRow key={trial.floatLayers.length} trial={trial} report={report} />
            ))}
          </Table.Tbody>
        </Table>
      </div>
    </Section>
  );
}

function TrialRow({
  trial,
  report: { before, layers },
}: {
  trial: QuantizationReport['trials'][number];
  report: QuantizationReport;
}) {
  return (
    <Table.Tr>
      <Table.Th fw={500}>{trialTitle(trial, layers.length)}</Table.Th>
      {Object.keys(before).map((key) => (
        <Table.Td key={key} ta="right">
          {formatFigure(trial.scores[key])}
        </Table.Td>
      ))}
      {trial.losses.map(({ name, loss, most }) => (
        <Table.Td key={name} ta="right" {...(loss > most && { c: 'red', fw: 600 })}>
          {formatLoss(loss)}
        </Table.Td>
      ))}
      <Table.Td>
        <Verdict isWithin={trial.isWithin} />
      </Table.Td>
    </Table.Tr>
  );
}

function Verdict({ isWithin }: { isWithin: boolean }) {
  const [Icon, colour, text] = isWithin
    ? [Check, 'var(--mantine-color-success)', 'yes']
    : [X, 'var(--mantine-color-error)', 'too much lost'];
  return (
    <Text size="sm" component="span">
      <Icon size={14} color={colour} aria-hidden style={{ verticalAlign: '-2px' }} /> {text}
    </Text>
  );
}
