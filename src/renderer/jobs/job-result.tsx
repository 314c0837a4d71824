import { Button, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import type { ComponentType } from 'react';
import type { JobInfo, KnownJob } from '../../shared/api/jobs.ts';
import type { JobKind, ResultOf } from '../../shared/jobs/kinds.ts';
import { type JobPlace, jobOutcome, searchOf } from '../ui/job-kinds.ts';

/** What shows the results that are more than a line and a way to where they are. */
export type ResultViews = { readonly [Kind in JobKind]?: ComponentType<{ readonly result: ResultOf<Kind> }> };

/** What a finished job made. */
export function JobResult({ job, views }: { job: JobInfo; views: ResultViews }) {
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
