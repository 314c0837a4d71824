import { Menu, Text, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ChevronDown, FolderOpen, FolderPlus, X } from 'lucide-react';
import type { ProjectInfo } from '../../shared/api/projects.ts';
import { projectsQuery } from '../api/queries.ts';
import { useProjectActions } from '../start/project-actions.tsx';
import classes from './header.module.css';

const listedProjects = 6;

/** The project's name; its menu leads to the others. */
export function ProjectMenu({ project }: { project: ProjectInfo | null }) {
  const recent = useQuery(projectsQuery).data?.recent ?? [];
  const actions = useProjectActions();
  if (!project) return <Text fw={600}>Fundus Studio</Text>;
  const others = recent.filter(({ dir, isMissing }) => dir !== project.dir && !isMissing);
  return (
    <Menu position="bottom-start" width={320}>
      <Menu.Target>
        <UnstyledButton className={classes.project} aria-label={`Project ${project.name}`}>
          <span>{project.name}</span>
          <ChevronDown size={16} aria-hidden style={{ flex: 'none' }} />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label style={{ overflowWrap: 'anywhere' }}>{project.dir}</Menu.Label>
        {others.slice(0, listedProjects).map(({ dir, name }) => (
          <Menu.Item key={dir} onClick={() => actions.open(dir)}>
            <Text size="sm" truncate>
              {name}
            </Text>
            <Text size="xs" c="dimmed" truncate>
              {dir}
            </Text>
          </Menu.Item>
        ))}
        {others.length > 0 && <Menu.Divider />}
        <Menu.Item leftSection={<FolderPlus size={16} />} onClick={() => actions.askForNew()}>
          New project…
        </Menu.Item>
        <Menu.Item leftSection={<FolderOpen size={16} />} onClick={actions.askForFolder}>
          Open a project…
        </Menu.Item>
        <Menu.Item leftSection={<X size={16} />} onClick={actions.close}>
          Close the project
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
