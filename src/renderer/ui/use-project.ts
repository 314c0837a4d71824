import { useQuery } from '@tanstack/react-query';
import type { ProjectInfo } from '../../shared/api/projects.ts';
import { projectQuery } from '../api/queries.ts';

/** The project that is open; null without one, or until it is known. */
export function useProject(): ProjectInfo | null {
  const { data, isError } = useQuery(projectQuery);
  return isError ? null : (data ?? null);
}
