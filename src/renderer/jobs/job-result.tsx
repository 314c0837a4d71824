import { Button, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { JobInfo } from '../../shared/api/jobs.ts';
import type { ScreenPath } from '../app/screens.ts';
import { EvaluationResultView } from '../dataset/evaluation/evaluation-result.tsx';
import { importReportSchema } from '../dataset/import/import-report.ts';
import { ImportReportView } from '../dataset/import/import-report-view.tsx';
import { formatBytes, formatCount, formatDuration } from '../ui/format.ts';
import { Place } from '../ui/place.tsx';
import { jobOutcome, searchOf } from './outcome.ts';
import { SegmentationTable } from './result-tables.tsx';
import {
  type ExportResult,
  evaluationSchema,
  exportSchema,
  segmentationSchema,
  type TrainingResult,
  trainingSchema,
} from './results.ts';

/** What a finished job made. */
export function JobResult({ job }: { job: JobInfo }) {
  const { summary, link } = jobOutcome(job);
  const own = views[job.kind]?.(job.result);
  return (
    <Stack gap="md">
      {own ?? <Text fw={600}>{summary}</Text>}
      {link && link.to !== '/jobs' && (
        <GoTo to={link.to} label={link.label} search={searchOf(link.to, job)} />
      )}
    </Stack>
  );
}

const views: Readonly<Record<string, (result: unknown) => ReactNode>> = {
  import: (result) => {
    const { data } = importReportSchema.safeParse(result);
    return data && <ImportReportView report={data} />;
  },
  segment: (result) => {
    const { data } = segmentationSchema.safeParse(result);
    return data && <SegmentationTable result={data} />;
  },
  'evaluate-segmenter': (result) => {
    const { data } = evaluationSchema.safeParse(result);
    return data && <EvaluationResultView result={data} finishedAt={null} />;
  },
  'train-segmenter': trainingView,
  'train-synthesizer': trainingView,
  export: (result) => {
    const { data } = exportSchema.safeParse(result);
    return data && <ExportView result={data} />;
  },
};

function trainingView(result: unknown): ReactNode {
  const { data } = trainingSchema.safeParse(result);
  return data && <TrainingView result={data} />;
}

function TrainingView({ result }: { result: TrainingResult }) {
  const { model, run, steps, bestStep, seconds, note } = result;
  return (
    <Stack gap="xs">
      <Text fw={600}>{model.name}</Text>
      <Text size="sm">
        {formatCount(steps, 'step')} in {formatDuration(seconds)}; the weights kept are those of step{' '}
        {bestStep}.
      </Text>
      {note !== undefined && <Text size="sm">Note: {note}</Text>}
      <Group>
        <Button
          size="xs"
          rightSection={<ArrowRight size={14} />}
          renderRoot={(props) => <Link {...props} to="/training" search={{ run }} />}
        >
          See the run
        </Button>
      </Group>
    </Stack>
  );
}

function ExportView({ result: { folder, zip, files, bytes, counts } }: { result: ExportResult }) {
  return (
    <Stack gap="sm">
      <Text fw={600}>
        {formatCount(counts.images, 'image')} with their masks, {formatCount(files, 'file')},{' '}
        {formatBytes(bytes)}
      </Text>
      <Place path={folder} />
      {zip !== null && <Place path={zip} />}
    </Stack>
  );
}

function GoTo({ to, label, search }: { to: ScreenPath; label: string; search: ReturnType<typeof searchOf> }) {
  return (
    <Group>
      <Button
        size="xs"
        rightSection={<ArrowRight size={14} />}
        renderRoot={(props) => <Link {...props} to={to} search={search} />}
      >
        {label}
      </Button>
    </Group>
  );
}
