import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowRight, Trash2 } from 'lucide-react';
import type { ComponentType } from 'react';
import type { JobInfo, KnownJob } from '../../shared/api/jobs.ts';
import type { JobKind, ResultOf } from '../../shared/jobs/kinds.ts';
import { modelsQuery } from '../api/queries.ts';
import { confirm } from '../ui/confirm.tsx';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatDate, formatDuration } from '../ui/format.ts';
import { useAction } from '../ui/use-action.tsx';
import {
  describeRequest,
  type JobPlace,
  jobOutcome,
  jobTitle,
  searchOf,
  statusColours,
  statusNames,
} from '../ui/work/job-kinds.ts';
import { JobActions, JobProgress } from '../ui/work/job-progress.tsx';
import { isActive, removeJob, startsAnew } from '../ui/work/jobs.ts';
import { openQuantizations } from '../ui/work/quantizations.ts';
import classes from './jobs.module.css';

/** One job: what was asked for, how far it is, what came of it. */
export function JobDetail({ job, views }: { job: JobInfo; views: ResultViews }) {
  return (
    <section className={classes.detail} aria-label={jobTitle(job)}>
      <Stack gap="md">
        <Head job={job} />
        {isActive(job) ? <JobProgress job={job} /> : <Stopped job={job} />}
        {job.status === 'finished' && <JobResult job={job} views={views} />}
        <Times job={job} />
      </Stack>
    </section>
  );
}

/** Asks first where a network that is not kept yet goes with the job. */
function useRemove(job: JobInfo) {
  const models = useQuery({ ...modelsQuery, enabled: job.kind === 'quantize' }).data ?? [];
  const removal = useAction(removeJob);
  const remove = async () => {
    const [open] = openQuantizations([job], models);
    const isSure =
      open?.state !== 'proposed' ||
      (await confirm({
        title: 'Discard the network with its job?',
        message: `The int8 network of ${open.source} is not kept yet.`,
        confirmLabel: 'Discard',
        isDangerous: true,
      }));
    if (isSure) await removal.run(job.id);
  };
  return { remove, isRunning: removal.isRunning };
}

function Head({ job }: { job: JobInfo }) {
  const { remove, isRunning } = useRemove(job);
  return (
    <Group justify="space-between" align="start" wrap="nowrap">
      <div>
        <Group gap="sm">
          <Title order={2} size="h4">
            {jobTitle(job)}
          </Title>
          <Badge color={statusColours[job.status]} variant="light" tt="none">
            {statusNames[job.status]}
          </Badge>
        </Group>
        <Text size="sm" c="dimmed">
          {describeRequest(job)}
        </Text>
      </div>
      {!isActive(job) && (
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          leftSection={<Trash2 size={14} />}
          loading={isRunning}
          onClick={remove}
        >
          Remove from the list
        </Button>
      )}
    </Group>
  );
}

const stoppedTexts: Partial<Record<JobInfo['status'], string>> = {
  paused: 'It was paused and can go on where it stopped.',
  interrupted: 'The application was closed while it ran. What was done is kept, and it can go on from there.',
  cancelled: 'It was cancelled. What was done before is kept.',
};

const anewTexts: typeof stoppedTexts = {
  paused: 'It was stopped and begins anew.',
  interrupted: 'The application was closed while it ran. Nothing is kept of it: it begins anew.',
  cancelled: 'It was cancelled. Nothing is kept of it.',
};

function Stopped({ job }: { job: JobInfo }) {
  const text = (startsAnew(job) ? anewTexts : stoppedTexts)[job.status];
  return (
    <>
      {job.error && job.status === 'failed' && <ErrorPanel error={job.error} />}
      {text && <Text size="sm">{text}</Text>}
      <JobActions job={job} hasLabels />
    </>
  );
}

function Times({ job: { createdAt, startedAt, finishedAt } }: { job: JobInfo }) {
  const seconds =
    startedAt && finishedAt ? (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000 : undefined;
  return (
    <Text size="xs" c="dimmed">
      {startedAt ? `Started ${formatDate(startedAt)}` : `Asked for ${formatDate(createdAt)}`}
      {finishedAt && `, ended ${formatDate(finishedAt)}`}
      {seconds !== undefined && `, took ${formatDuration(seconds)}`}
    </Text>
  );
}

/** What shows the results that are more than a line and a way to where they are. */
export type ResultViews = { readonly [Kind in JobKind]?: ComponentType<{ readonly result: ResultOf<Kind> }> };

/** What a finished job made. */
function JobResult({ job, views }: { job: JobInfo; views: ResultViews }) {
  const { summary, link } = jobOutcome(job);
  const own = job.kind === 'other' ? null : viewOf(job, views);
  return (
    <Stack gap="md">
      {own ?? <Text fw={600}>{summary}</Text>}
      {link && link.to !== '/jobs' && (
        <GoTo to={link.to} label={link.label} search={searchOf(link.to, job)} />
      )}
    </Stack>
  );
}

function viewOf<Kind extends JobKind>({ kind, result }: KnownJob<Kind>, views: ResultViews) {
  const View: ComponentType<{ readonly result: ResultOf<Kind> }> | undefined = views[kind];
  return View && result !== null ? <View result={result} /> : null;
}

function GoTo({ to, label, search }: { to: JobPlace; label: string; search: ReturnType<typeof searchOf> }) {
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
