import { useQuery } from '@tanstack/react-query';
import type { ProjectInfo } from '../../shared/api/projects.ts';
import { projectQuery, projectsQuery } from '../api/queries.ts';

/** The project that is open, null without one, undefined until that is known. */
export function useProject(): ProjectInfo | null | undefined {
  const open = useQuery(projectsQuery).data?.open;
  const { data } = useQuery({ ...projectQuery, enabled: Boolean(open) });
  return open ? (data ?? open) : open;
}
