import { z } from 'zod';

/** POST /api/projects makes a project and opens it. `parent` is an absolute folder. */
export const createProjectSchema = z.object({
  name: z.string().trim().min(1).max(100),
  parent: z.string().min(1),
});
export type CreateProject = z.infer<typeof createProjectSchema>;

/**
 * POST /api/projects/sample makes a project of the photographs that come along, opens it, and queues the jobs that
 * import them, extract their vessels and synthesise images. POST /api/projects/close closes the project, POST /api/projects/open opens
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

/**
 * GET /api/folders?path=: the folders inside one, for choosing one where there is no native dialog; without a path
 * those of the home folder.
 */
export interface FolderListing {
  readonly path: string;
  /** null at the root. */
  readonly parent: string | null;
  readonly folders: readonly { readonly name: string; readonly path: string; readonly isProject: boolean }[];
  /** Names of pictures, the first 200. */
  readonly pictures: readonly string[];
  /** Home, documents, drives. */
  readonly places: readonly { readonly name: string; readonly path: string }[];
}

export const listFoldersSchema = z.object({ path: z.string().optional() });

/** POST /api/folders makes a folder and answers with its listing. */
export const makeFolderSchema = z.object({
  parent: z.string().min(1),
  name: z.string().trim().min(1).max(200),
});
