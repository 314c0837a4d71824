import {
  ActionIcon,
  Group,
  Kbd,
  Menu,
  RingProgress,
  Text,
  Tooltip,
  UnstyledButton,
  useComputedColorScheme,
  useMantineColorScheme,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChevronDown, FolderOpen, FolderPlus, Keyboard, Moon, Search, Sun, X } from 'lucide-react';
import type { ProjectInfo } from '../../shared/api/projects.ts';
import { projectsQuery } from '../api/queries.ts';
import { useProjectActions } from '../start/project-actions.tsx';
import { isMac } from '../ui/shortcuts.ts';
import { jobTitle } from '../ui/work/job-kinds.ts';
import { progressText } from '../ui/work/job-progress.tsx';
import { isActive, useJobs } from '../ui/work/jobs.ts';
import classes from './header.module.css';
import { openPalette, openShortcutsHelp } from './overlays.ts';

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

const listedProjects = 6;

/** The project's name; its menu leads to the others. */
function ProjectMenu({ project }: { project: ProjectInfo | null }) {
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

/** The running job with its share done; nothing while nothing runs. */
function JobsIndicator() {
  const active = useJobs().filter(isActive);
  const job = active.find(({ status }) => status === 'running') ?? active[0];
  if (!job) return null;
  const percent = job.total > 0 ? (100 * job.done) / job.total : 0;
  const waiting = active.length - 1;
  return (
    <Tooltip label={progressText(job)}>
      <Link to="/jobs" className={classes.indicator}>
        <RingProgress
          size={26}
          thickness={3.5}
          roundCaps
          sections={[{ value: percent, color: 'teal' }]}
          aria-label={`${Math.round(percent)} % done`}
        />
        <Group gap={6} wrap="nowrap">
          <Text size="sm" span truncate>
            {jobTitle(job)}
          </Text>
          <Text size="sm" c="dimmed" span>
            {job.total > 0 ? `${Math.floor(percent)} %` : job.phase || 'queued'}
            {waiting > 0 && ` · ${waiting} waiting`}
          </Text>
        </Group>
      </Link>
    </Tooltip>
  );
}

function ColourSchemeToggle() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme();
  const other = scheme === 'dark' ? 'light' : 'dark';
  return (
    <Tooltip label={`Switch to ${other} colours`}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={`Switch to ${other} colours`}
        onClick={() => setColorScheme(other)}
      >
        {scheme === 'dark' ? <Sun size={18} /> : <Moon size={18} />}
      </ActionIcon>
    </Tooltip>
  );
}
