import { Anchor, Button, Group, Stack, Text, Title, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ArrowRight, Check } from 'lucide-react';
import { Fragment, type ReactNode, useState } from 'react';
import type { ProjectInfo } from '../../shared/api/projects.ts';
import { fileUrl, syntheticThumbnailUrl } from '../api/client.ts';
import { syntheticDetailQuery, syntheticQuery } from '../api/queries.ts';
import { ClassBadge } from '../ui/badges.tsx';
import { useAction } from '../ui/use-action.tsx';
import { jobTitle } from '../ui/work/job-kinds.ts';
import { JobProgress } from '../ui/work/job-progress.tsx';
import { isActive, startJob, useJobs } from '../ui/work/jobs.ts';
import classes from './start.module.css';
import { nextStep, nextStepTexts, projectSteps, type StepName } from './steps.ts';

/** How far the project is, what runs, and what it has made. */
export function ProjectOverview({ project }: { project: ProjectInfo }) {
  return (
    <Stack gap="lg">
      <div>
        <Title order={1} size="h2">
          {project.name}
        </Title>
        <Text size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          {project.dir}
        </Text>
      </div>
      <StepCards counts={project.counts} />
      <CurrentWork />
      {project.counts.synthetic > 0 && <ResultStrip />}
    </Stack>
  );
}

/** The work in its order; what comes next stands out. */
function StepCards({ counts }: { counts: ProjectInfo['counts'] }) {
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

const shown = 12;

/** The newest synthetic images, one of them beside the photograph and the mask it comes from. */
function ResultStrip() {
  const all = useQuery(syntheticQuery).data ?? [];
  const newest = all.slice(-shown).reverse();
  const [chosen, setChosen] = useState<number | null>(null);
  const current = newest.find(({ id }) => id === chosen) ?? newest[0];
  // It stays while more are made.
  if (current && chosen === null) setChosen(current.id);
  if (!current) return null;
  return (
    <section aria-labelledby="results">
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h5" id="results">
          What it made
        </Title>
        <Anchor component={Link} to="/gallery" size="sm">
          All {all.length} in the gallery
        </Anchor>
      </Group>
      <Lineage id={current.id} />
      <div className={classes.strip}>
        {newest.map(({ id, name, sha256 }) => (
          <UnstyledButton
            key={id}
            className={classes.thumbnail}
            aria-label={`Show ${name}`}
            aria-pressed={id === current.id}
            onClick={() => setChosen(id)}
          >
            <img src={syntheticThumbnailUrl({ id, sha256 })} alt="" draggable={false} />
          </UnstyledButton>
        ))}
      </div>
    </section>
  );
}

function Lineage({ id }: { id: number }) {
  const { data } = useQuery(syntheticDetailQuery(id));
  if (!data) return <div className={classes.lineage} />;
  const { source, maskSha256, sha256, diagnosis } = data;
  const steps = [
    { label: `Photograph ${source.name}`, url: fileUrl(source.sha256, source.extension) },
    { label: 'Its vessels', url: fileUrl(maskSha256, 'png') },
    { label: 'Synthetic', url: fileUrl(sha256, 'png') },
  ];
  return (
    <div className={classes.lineage}>
      {steps.map(({ label, url }, index) => (
        <Fragment key={label}>
          {index > 0 && <ArrowRight size={20} aria-hidden className={classes.arrow} />}
          <figure className={classes.stage}>
            <img src={url} alt={label} draggable={false} />
            <Group component="figcaption" gap="xs" mt={6}>
              <Text size="sm" c="dimmed">
                {label}
              </Text>
              {index === steps.length - 1 && <ClassBadge diagnosis={diagnosis} />}
            </Group>
          </figure>
        </Fragment>
      ))}
    </div>
  );
}

/** What runs and waits, with its progress. */
function CurrentWork() {
  const jobs = useJobs().filter(isActive);
  if (jobs.length === 0) return null;
  return (
    <Stack gap="xs" className={classes.work} aria-live="polite">
      {jobs.map((job) => (
        <div key={job.id} className={classes.job}>
          <Text size="sm" fw={500}>
            {jobTitle(job)}
          </Text>
          <JobProgress job={job} />
        </div>
      ))}
    </Stack>
  );
}
