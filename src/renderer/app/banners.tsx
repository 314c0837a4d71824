import { Button, CloseButton, Group } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { RotateCcw, Unplug } from 'lucide-react';
import { useState } from 'react';
import { useAction } from '../ui/use-action.tsx';
import { jobTitle } from '../ui/work/job-kinds.ts';
import { controlJob, startsAnew, useJobs } from '../ui/work/jobs.ts';
import classes from './frame.module.css';

export function ConnectionBanner() {
  return (
    <div className={`${classes.banner} ${classes.warning}`} role="alert">
      <Unplug size={16} aria-hidden />
      <span>
        The application does not answer. If its window or terminal was closed, start it again; this page goes
        on by itself. What was stored is safe.
      </span>
    </div>
  );
}

/** Work that ended because the application was closed or killed, and a way to go on with it. */
export function InterruptedBanner() {
  const interrupted = useJobs().filter(({ status, isResumable }) => status === 'interrupted' && isResumable);
  const [dismissed, setDismissed] = useState<ReadonlySet<number>>(new Set());
  const resume = useAction(controlJob);
  const shown = interrupted.filter(({ id }) => !dismissed.has(id));
  const job = shown.at(-1);
  if (!job) return null;
  const share = job.total > 0 && !startsAnew(job) ? ` at ${job.done} of ${job.total}` : '';
  const others = shown.length > 1 ? `, and ${shown.length - 1} more` : '';
  return (
    <div className={`${classes.banner} ${classes.warning}`} role="status">
      <RotateCcw size={16} aria-hidden />
      <span>
        The application was closed during “{jobTitle(job)}”{share}
        {others}.
      </span>
      <Group gap="xs" wrap="nowrap">
        <Button size="compact-sm" loading={resume.isRunning} onClick={() => resume.run(job.id, 'resume')}>
          {startsAnew(job) ? 'Start again' : 'Resume'}
        </Button>
        <Button size="compact-sm" variant="default" component={Link} to="/jobs">
          Show in Jobs
        </Button>
        <CloseButton
          aria-label="Dismiss"
          onClick={() => setDismissed(new Set(interrupted.map(({ id }) => id)))}
        />
      </Group>
    </div>
  );
}
