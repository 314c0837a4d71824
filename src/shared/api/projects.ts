import { z } from 'zod';

/** POST /api/projects makes a project and opens it. `parent` is an absolute folder. */
export const createProjectSchema = z.object({
  name: z.string().trim().min(1).max(100),
  parent: z.string().min(1),
});
export type CreateProject = z.infer<typeof createProjectSchema>;

/**
 * POST /api/projects/sample makes a project of the photographs that come along, opens it, and queues the jobs that
 * import, segment and synthesise them. POST /api/projects/close closes the project, POST /api/projects/open opens
 * one.
 */
export const openProjectSchema = z.object({ dir: z.string().min(1) });

/** DELETE /api/projects/recent?dir= takes a project off the list; its folder stays. */
export const forgetProjectSchema = z.object({ dir: z.string().min(1) });

export interface RecentProject {
  readonly dir: string;
  readonly name: string;
  readonly openedAt: string;
  /** The folder is not there any more, or not reachable. */
  readonly isMissing: boolean;
}

/** GET /api/projects */
export interface ProjectList {
  readonly recent: readonly RecentProject[];
  /** Where new projects are made unless another folder is chosen. */
  readonly defaultParent: string;
  /** A project that the start of the program named, or the one that is open. */
  readonly open: ProjectInfo | null;
}

/** GET /api/project: the project that is open; 'no-project' without one. */
export interface ProjectInfo {
  readonly dir: string;
  readonly name: string;
  readonly createdAt: string;
  readonly counts: {
    readonly images: number;
    /** Images with an annotation, a prediction, a verdict. */
    readonly annotated: number;
    readonly predicted: number;
    readonly reviewed: number;
    readonly synthetic: number;
  };
}
