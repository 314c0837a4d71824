import { Text } from '@mantine/core';
import type { ProjectInfo } from '../../shared/api/projects.ts';
import classes from './header.module.css';

export function Header({ project }: { project: ProjectInfo | null }) {
  return (
    <header className={classes.header}>
      <Text fw={600} truncate>
        {project ? project.name : 'Fundus Studio'}
      </Text>
    </header>
  );
}
