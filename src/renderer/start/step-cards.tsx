import { Button, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ProjectInfo } from '../../shared/api/projects.ts';
import { isActive, startJob, useJobs } from '../ui/jobs.ts';
import { useAction } from '../ui/use-action.tsx';
import classes from './step-cards.module.css';
import { nextStep, nextStepTexts, projectSteps, type StepName } from './steps.ts';

/** The work in its order; what comes next stands out. */
export function StepCards({ counts }: { counts: ProjectInfo['counts'] }) {
  const next = nextStep(counts);
  return (
    <div>
      <ol className={classes.steps}>
        {projectSteps(counts).map(({ name, title, state, isDone }, index) => (
          <li key={name} className={classes.step} data-next={name === next || undefined}>
            <div className={classes.head}>
              <span className={classes.number} data-done={isDone || undefined}>
                {isDone ? <Check size={14} strokeWidth={3} aria-label="done" /> : index + 1}
              </span>
              <Text fw={600}>{title}</Text>
            </div>
            <Text size="sm" c="dimmed" className={classes.state}>
              {state}
            </Text>
            <StepAction name={name} counts={counts} isNext={name === next} />
          </li>
        ))}
      </ol>
      <Text size="sm" c="dimmed" mt="sm" maw="80ch">
        <b>Next:</b> {nextStepTexts[next]}
      </Text>
    </div>
  );
}

function StepAction({
  name,
  counts,
  isNext,
}: {
  name: StepName;
  counts: ProjectInfo['counts'];
  isNext: boolean;
}): ReactNode {
  const variant = isNext ? 'filled' : 'default';
  const common = { size: 'xs', variant, fullWidth: true } as const;
  if (name === 'vessels') return <ExtractButton {...common} counts={counts} />;
  const { to, label } = targets[name](counts);
  return (
    <Button {...common} component={Link} to={to}>
      {label}
    </Button>
  );
}

const targets: Record<
  Exclude<StepName, 'vessels'>,
  (counts: ProjectInfo['counts']) => { to: string; label: string }
> = {
  photographs: ({ images }) => ({
    to: '/images',
    label: images > 0 ? 'Show data set' : 'Import photographs',
  }),
  review: () => ({ to: '/review', label: 'Review masks' }),
  synthetic: ({ synthetic }) =>
    synthetic > 0
      ? { to: '/gallery', label: 'Show gallery' }
      : { to: '/synthesis', label: 'Synthesise images' },
  export: () => ({ to: '/export', label: 'Export data set' }),
};

function ExtractButton({
  counts,
  ...button
}: {
  counts: ProjectInfo['counts'];
  size: 'xs';
  variant: 'filled' | 'default';
  fullWidth: boolean;
}) {
  const start = useAction(startJob);
  const isUnderWay = useJobs().some((job) => job.kind === 'segment' && isActive(job));
  return (
    <Button
      {...button}
      disabled={counts.images === 0 || isUnderWay}
      loading={start.isRunning}
      onClick={() => start.run({ kind: 'segment', options: {} })}
    >
      {counts.predicted > 0 ? 'Extract again' : 'Extract vessels'}
    </Button>
  );
}
