import { Alert, Stack } from '@mantine/core';
import { CircleCheck, TriangleAlert } from 'lucide-react';
import type { QuantizationProposal, QuantizationReport } from '../../../shared/api/quantization.ts';
import { formatBytes, formatCount } from '../../ui/format.ts';
import { AccuracySection } from './accuracy-section.tsx';
import { Decision } from './decision.tsx';
import { ExecutedSection } from './executed-section.tsx';
import { FactsSection } from './facts-section.tsx';
import { sizeRatio } from './figures.ts';
import { LayersSection } from './layers-section.tsx';
import classes from './quantize.module.css';
import { TrialsSection } from './trials-section.tsx';

/** What a quantisation came to, and what to do with it. */
export function QuantizationResult({
  proposal,
  onLeave,
}: {
  proposal: QuantizationProposal;
  onLeave: () => void;
}) {
  const { report } = proposal;
  const isRefused = report.sha256 === null;
  return (
    <Stack gap="md" className={classes.result ?? ''}>
      <Verdict report={report} />
      {isRefused && <TrialsSection report={report} />}
      <div className={classes.grid}>
        <AccuracySection report={report} />
        <FactsSection report={report} />
      </div>
      <div className={classes.graph}>
        <LayersSection report={report} />
        <ExecutedSection report={report} />
      </div>
      {!isRefused && <TrialsSection report={report} />}
      <Decision proposal={proposal} onLeave={onLeave} />
    </Stack>
  );
}

function Verdict({ report }: { report: QuantizationReport }) {
  const { executed, bytes, layers, trials } = report;
  const ratio = sizeRatio(bytes);
  if (!executed || ratio === null) {
    return (
      <Alert
        color="orange"
        icon={<TriangleAlert size={18} aria-hidden />}
        title="No int8 network of it is within the limits"
      >
        {formatCount(trials.length, 'choice')} of layers {trials.length === 1 ? 'was' : 'were'} tried, and
        each lost too much. Wider limits, another way to choose the ranges or more photographs may help.
      </Alert>
    );
  }
  const inIntegers = layers.length - executed.floatLayers.length;
  return (
    <Alert color="teal" icon={<CircleCheck size={18} aria-hidden />} title="Within the limits">
      {inIntegers === layers.length ? 'All' : `${inIntegers} of`} {formatCount(layers.length, 'layer')} run in
      int8; the file has {formatBytes(bytes.after ?? 0)} instead of {formatBytes(bytes.before)}.
    </Alert>
  );
}
