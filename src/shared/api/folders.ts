import { z } from 'zod';

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
