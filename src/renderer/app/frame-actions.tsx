import { useMantineColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouterState } from '@tanstack/react-router';
import {
  Folder,
  FolderOpen,
  FolderOutput,
  FolderPlus,
  Keyboard,
  MonitorCog,
  Moon,
  Play,
  ScanEye,
  Sparkles,
  Sun,
  X,
} from 'lucide-react';
import { lazy, Suspense, useEffect, useState } from 'react';
import type { ProjectInfo } from '../../shared/api/projects.ts';
import { projectsQuery } from '../api/queries.ts';
import { slug } from '../help/sections.ts';
import { useProjectActions } from '../start/project-actions.tsx';
import { type Command, useCommands } from '../ui/commands.ts';
import { useShortcut } from '../ui/shortcuts.ts';
import { useAction } from '../ui/use-action.tsx';
import { startJob } from '../ui/work/jobs.ts';
import { openPalette, openShortcutsHelp } from './overlays.ts';
import { screens } from './screens.ts';

const CommandPalette = lazy(async () => ({ default: (await import('./palette.tsx')).CommandPalette }));

/** The commands and shortcuts that every screen has, and the palette that runs them. */
export function FrameActions({ project }: { project: ProjectInfo | null }) {
  useCommands([
    ...useScreenCommands(project !== null),
    ...useWorkCommands(project !== null),
    ...useProjectCommands(project !== null),
    ...useRecentCommands(project?.dir ?? null),
    ...useAppearanceCommands(),
  ]);
  useFrameShortcuts();
  const isReady = useAfterFirstPaint();
  return (
    isReady && (
      <Suspense>
        <CommandPalette />
      </Suspense>
    )
  );
}

function useScreenCommands(hasProject: boolean): Command[] {
  const navigate = useNavigate();
  return screens
    .filter(({ needsProject }) => hasProject || !needsProject)
    .map(({ path, label, icon }) => ({
      id: `screen ${path}`,
      group: 'Go to',
      label,
      icon,
      run: () => void navigate({ to: path }),
    }));
}

function useWorkCommands(hasProject: boolean): Command[] {
  const navigate = useNavigate();
  const start = useAction(startJob, { success: 'Extracting vessels from all photographs' });
  if (!hasProject) return [];
  return [
    {
      id: 'segment',
      group: 'Do',
      label: 'Extract vessels from all photographs',
      description: 'With the project’s segmenter',
      keywords: 'segment masks predict',
      icon: ScanEye,
      run: () => void start.run({ kind: 'segment', options: {} }),
    },
    {
      id: 'synthesise',
      group: 'Do',
      label: 'Synthesise images…',
      keywords: 'generate synthetic make synthesize',
      icon: Sparkles,
      run: () => void navigate({ to: '/synthesis' }),
    },
    {
      id: 'export',
      group: 'Do',
      label: 'Export a data set…',
      keywords: 'save folder zip share',
      icon: FolderOutput,
      run: () => void navigate({ to: '/export' }),
    },
  ];
}

function useProjectCommands(hasProject: boolean): Command[] {
  const { askForNew, askForFolder, close, trySample } = useProjectActions();
  const closing: Command = {
    id: 'close',
    group: 'Project',
    label: 'Close the project',
    icon: X,
    run: () => void close(),
  };
  return [
    {
      id: 'new',
      group: 'Project',
      label: 'New project…',
      keywords: 'create',
      icon: FolderPlus,
      run: () => askForNew(),
    },
    {
      id: 'open',
      group: 'Project',
      label: 'Open a project…',
      keywords: 'folder',
      icon: FolderOpen,
      run: () => void askForFolder(),
    },
    {
      id: 'sample',
      group: 'Project',
      label: 'Try the sample',
      keywords: 'demo example',
      icon: Play,
      run: () => void trySample(),
    },
    ...(hasProject ? [closing] : []),
  ];
}

function useAppearanceCommands(): Command[] {
  const { setColorScheme } = useMantineColorScheme();
  const group = 'Appearance and help';
  const keywords = 'theme colour color scheme appearance';
  return [
    { id: 'light', group, label: 'Light colours', keywords, icon: Sun, run: () => setColorScheme('light') },
    { id: 'dark', group, label: 'Dark colours', keywords, icon: Moon, run: () => setColorScheme('dark') },
    {
      id: 'system-colours',
      group,
      label: 'Colours of the system',
      keywords,
      icon: MonitorCog,
      run: () => setColorScheme('auto'),
    },
    {
      id: 'shortcuts',
      group,
      label: 'Keyboard shortcuts',
      keys: '?',
      icon: Keyboard,
      run: () => void openShortcutsHelp(),
    },
  ];
}

function useFrameShortcuts(): void {
  const navigate = useNavigate();
  const group = 'Everywhere';
  useShortcut('mod+K', () => void openPalette(), 'Search and commands', { group, inFields: true });
  useShortcut('?', () => void openShortcutsHelp(), 'Keyboard shortcuts', { group });
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const label = screens.find((screen) => screen.path === path)?.label ?? '';
  useShortcut('F1', () => void navigate({ to: '/help', hash: slug(label) }), 'Help on this screen', {
    group,
  });
}

/** Whether the browser has had time for what need not be there from the start. */
function useAfterFirstPaint(): boolean {
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setReady(true), 200);
    return () => clearTimeout(timer);
  }, []);
  return isReady;
}

/** The projects that were open lately, but for the one that is. */
function useRecentCommands(openDir: string | null): Command[] {
  const recent = useQuery(projectsQuery).data?.recent ?? [];
  const { open } = useProjectActions();
  return recent
    .filter(({ dir, isMissing }) => dir !== openDir && !isMissing)
    .map(({ dir, name }) => ({
      id: `project ${dir}`,
      group: 'Recent projects',
      label: name,
      description: dir,
      icon: Folder,
      run: () => void open(dir),
    }));
}
