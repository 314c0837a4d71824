/** One line of a folder's outline. */
export interface TreeLine {
  readonly path: string;
  readonly name: string;
  /** 0 for what is in the folder itself. */
  readonly depth: number;
  readonly isFolder: boolean;
}

/** The outline of the folders that the paths lie in, in the order of their first path. */
export function treeOf(paths: readonly string[]): TreeLine[] {
  const lines: TreeLine[] = [];
  const seen = new Set<string>();
  for (const path of paths) {
    const parts = path.split('/');
    parts.forEach((name, depth) => {
      const upTo = parts.slice(0, depth + 1).join('/');
      if (seen.has(upTo)) return;
      seen.add(upTo);
      lines.push({ path: upTo, name, depth, isFolder: depth < parts.length - 1 });
    });
  }
  return lines;
}
