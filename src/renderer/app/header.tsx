import { ActionIcon, Group, Kbd, Tooltip, UnstyledButton } from '@mantine/core';
import { Keyboard, Search } from 'lucide-react';
import type { ProjectInfo } from '../../shared/api/projects.ts';
import { isMac } from '../ui/shortcuts.ts';
import { ColourSchemeToggle } from './colour-scheme.tsx';
import classes from './header.module.css';
import { JobsIndicator } from './jobs-indicator.tsx';
import { openPalette, openShortcutsHelp } from './overlays.ts';
import { ProjectMenu } from './project-menu.tsx';

export function Header({ project }: { project: ProjectInfo | null }) {
  return (
    <header className={classes.header}>
      <ProjectMenu project={project} />
      <Group gap="xs" wrap="nowrap">
        {project && <JobsIndicator />}
        <UnstyledButton className={classes.search} onClick={openPalette}>
          <Search size={15} aria-hidden />
          <span>Search and commands</span>
          <Kbd size="xs">{isMac ? '⌘ K' : 'Ctrl K'}</Kbd>
        </UnstyledButton>
        <ColourSchemeToggle />
        <Tooltip label="Keyboard shortcuts (?)">
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label="Keyboard shortcuts"
            onClick={openShortcutsHelp}
          >
            <Keyboard size={18} />
          </ActionIcon>
        </Tooltip>
      </Group>
    </header>
  );
}
