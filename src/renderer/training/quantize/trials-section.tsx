import { Table, Text } from '@mantine/core';
import { Check, X } from 'lucide-react';
import type { QuantizationReport } from '../../../shared/api/quantization.ts';
import { figureName } from '../model-card.ts';
import { formatFigure } from '../series.ts';
import { formatLoss } from './accuracy-section.tsx';
import { trialCsv, trialTitle, trialTitles } from './figures.ts';
import classes from './quantize.module.css';
import { Section } from './section.tsx';

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
