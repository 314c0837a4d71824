import { Button, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { JobInfo } from '../../shared/api/jobs.ts';
import { type JobPlace, jobOutcome, searchOf } from './outcome.ts';

/** By the kind of job, what shows its result; nothing for one that another version has left. */
export type ResultViews = Readonly<Record<string, (result: unknown) => ReactNode>>;

/** What a finished job made. */
export function JobResult({ job, views }: { job: JobInfo; views: ResultViews }) {
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
