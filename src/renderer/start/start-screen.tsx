import { ActionIcon, Badge, Text, Title, Tooltip, UnstyledButton } from '@mantine/core';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Folder, X } from 'lucide-react';
import type { RecentProject } from '../../shared/api/projects.ts';
import { call } from '../api/client.ts';
import { projectsQuery } from '../api/queries.ts';
import { formatMoment } from '../ui/format.ts';
import { useAction } from '../ui/use-action.tsx';
import { useProject } from '../ui/use-project.ts';
import { useProjectActions } from './project-actions.tsx';
import { ProjectOverview } from './project-overview.tsx';
import classes from './start.module.css';
import { Welcome } from './welcome.tsx';

export function StartScreen() {
  const project = useProject();
  if (project === undefined) return null;
  return (
    <div className={classes.screen}>
      <div className={classes.column} data-top={project !== null || undefined}>
        {project ? <ProjectOverview project={project} /> : <Welcome />}
        <RecentProjects openDir={project?.dir ?? null} />
      </div>
    </div>
  );
}

/** The projects that were open lately, newest first, but for the one that is. */
function RecentProjects({ openDir }: { openDir: string | null }) {
  const { data } = useQuery({ ...projectsQuery, placeholderData: keepPreviousData });
  const { open } = useProjectActions();
  const client = useQueryClient();
  const forget = useAction(async (dir: string) => {
    await call('DELETE /projects/recent', { query: { dir } });
    await client.invalidateQueries({ queryKey: projectsQuery.queryKey });
  });
  const recent = (data?.recent ?? []).filter(({ dir }) => dir !== openDir);
  if (recent.length === 0) return null;
  return (
    <section aria-labelledby="recent-projects">
      <Title order={2} size="h5" mb="sm" id="recent-projects">
        {openDir === null ? 'Recent projects' : 'Other projects'}
      </Title>
      <ul className={classes.list}>
        {recent.map((project) => (
          <RecentItem
            key={project.dir}
            project={project}
            onOpen={() => open(project.dir)}
            onForget={() => forget.run(project.dir)}
          />
        ))}
      </ul>
    </section>
  );
}

function RecentItem({
  project: { name, dir, openedAt, isMissing },
  onOpen,
  onForget,
}: {
  project: RecentProject;
  onOpen: () => void;
  onForget: () => void;
}) {
  return (
    <li className={classes.item}>
      <UnstyledButton className={classes.open} onClick={onOpen} disabled={isMissing}>
        <Folder size={20} strokeWidth={1.75} aria-hidden className={classes.icon} />
        <div className={classes.text}>
          <Text fw={500} truncate>
            {name}
          </Text>
          <Text size="xs" c="dimmed" truncate title={dir}>
            {dir}
          </Text>
        </div>
        {isMissing ? (
          <Badge color="yellow" variant="light" tt="none">
            folder not found
          </Badge>
        ) : (
          <Text size="xs" c="dimmed" className={classes.date}>
            {formatMoment(openedAt)}
          </Text>
        )}
      </UnstyledButton>
      <Tooltip label="Remove from this list; the folder stays">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={`Remove ${name} from the list`}
          onClick={onForget}
        >
          <X size={16} />
        </ActionIcon>
      </Tooltip>
    </li>
  );
}
