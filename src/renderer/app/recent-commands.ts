import { useQuery } from '@tanstack/react-query';
import { Folder } from 'lucide-react';
import { projectsQuery } from '../api/queries.ts';
import { useProjectActions } from '../start/project-actions.tsx';
import type { Command } from '../ui/commands.ts';

/** The projects that were open lately, but for the one that is. */
export function useRecentCommands(openDir: string | null): Command[] {
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
