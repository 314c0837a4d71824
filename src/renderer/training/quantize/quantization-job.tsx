import { Alert, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Check, Circle, CircleCheck, CircleX, LoaderCircle, TriangleAlert } from 'lucide-react';
import type { JobInfo } from '../../../shared/api/jobs.ts';
import type { QuantizationProposal, QuantizationReport } from '../../../shared/api/quantization.ts';
import { jobsQuery, quantizationQuery } from '../../api/queries.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { formatBytes, formatCount } from '../../ui/format.ts';
import { EmptyState } from '../../ui/screen.tsx';
import { describeRequest } from '../../ui/work/job-kinds.ts';
import { JobActions, JobProgress } from '../../ui/work/job-progress.tsx';
import { isActive } from '../../ui/work/jobs.ts';
import { StatusBadge } from '../run-list.tsx';
import { AccuracySection, TrialsSection } from './accuracy-sections.tsx';
import { Decision } from './decision.tsx';
import { sizeRatio } from './figures.ts';
import { ExecutedSection, FactsSection, LayersSection } from './network-sections.tsx';
import classes from './quantize.module.css';

/** A quantisation: how far it is, why it failed, or what it came to. */
export function QuantizationJob({ id, onLeave }: { id: number; onLeave: () => void }) {
  const jobs = useQuery(jobsQuery);
  const job = jobs.data?.filter((one) => one.kind === 'quantize').find((one) => one.id === id);
  if (jobs.isError) return <ErrorPanel error={jobs.error} onRetry={() => void jobs.refetch()} />;
  if (!jobs.data) return null;
  if (!job) {
    return (
      <EmptyState icon={CircleX} title="This quantisation is not there any more">
        It was discarded, or its job was removed from the list. Kept networks are among the models.
      </EmptyState>
    );
  }
  const source = job.options?.model ?? 'a model';
  return (
    <Stack gap="md">
      <div>
        <Group gap="sm">
          <Title order={2} size="h4">
            {source} in int8
          </Title>
          {job.status !== 'finished' && <StatusBadge status={job.status} />}
        </Group>
        <Text size="sm" c="dimmed">
          {describeRequest(job)}
        </Text>
      </div>
      {job.status === 'finished' ? <Finished job={job} onLeave={onLeave} /> : <Unfinished job={job} />}
    </Stack>
  );
}

function Finished({ job, onLeave }: { job: JobInfo; onLeave: () => void }) {
  const proposal = useQuery(quantizationQuery(job.id));
  if (proposal.isError) return <ErrorPanel error={proposal.error} onRetry={() => void proposal.refetch()} />;
  if (!proposal.data) return null;
  return <QuantizationResult proposal={proposal.data} onLeave={onLeave} />;
}

const stoppedTexts: Partial<Record<JobInfo['status'], string>> = {
  paused: 'It was stopped; nothing is kept of it, so that it begins anew.',
  interrupted: 'The application was closed while it ran; nothing is kept of it, so that it begins anew.',
  cancelled: 'It was cancelled; nothing is kept of it.',
};

function Unfinished({ job }: { job: JobInfo }) {
  if (isActive(job)) {
    return (
      <Stack gap="md" maw={720}>
        <JobProgress job={job} />
        {job.status === 'running' && <Phases current={job.phase} />}
      </Stack>
    );
  }
  return (
    <Stack gap="sm" maw={720}>
      {job.error && <ErrorPanel error={job.error} />}
      {stoppedTexts[job.status] && <Text size="sm">{stoppedTexts[job.status]}</Text>}
      <JobActions job={job} hasLabels />
    </Stack>
  );
}

/** In their order, by the names that the job reports. */
const phases: readonly { readonly name: string; readonly meaning: string }[] = [
  { name: 'Reading', meaning: 'photographs and annotations to judge on' },
  {
    name: 'Calibrating',
    meaning: 'the network runs on training photographs, and the values in it are counted',
  },
  { name: 'Measuring float32', meaning: 'what the network scores as it is' },
  { name: 'Measuring layers', meaning: 'the error at the output when one layer alone is int8' },
  {
    name: 'Guarding accuracy',
    meaning: 'all layers in int8; then the most sensitive return to float32 until the limits hold',
  },
];

function Phases({ current }: { current: string }) {
  const at = phases.findIndex(({ name }) => name === current);
  return (
    <ol className={classes.phases}>
      {phases.map(({ name, meaning }, index) => {
        const Icon = index < at ? Check : index === at ? LoaderCircle : Circle;
        return (
          <li key={name} aria-current={index === at ? 'step' : undefined}>
            <Icon size={16} aria-hidden />
            <span>
              {name}: {meaning}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

/** What a quantisation came to, and what to do with it. */
function QuantizationResult({ proposal, onLeave }: { proposal: QuantizationProposal; onLeave: () => void }) {
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
