import { Stack, Text, Title } from '@mantine/core';
import type { ProjectInfo } from '../../shared/api/projects.ts';
import { CurrentWork } from './current-work.tsx';
import { ResultStrip } from './result-strip.tsx';
import { StepCards } from './step-cards.tsx';

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
