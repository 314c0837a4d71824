/**
 * A folder beside the project's that no earlier export was written to: ".../Eye clinic synthetic", then
 * ".../Eye clinic synthetic 2". Paths are those of any system.
 */
export function defaultFolder(projectDir: string, projectName: string, taken: readonly string[]): string {
  const trimmed = projectDir.replace(/[/\\]+$/, '');
  const parent = trimmed.slice(0, Math.max(trimmed.lastIndexOf('/'), trimmed.lastIndexOf('\\')) + 1);
  const name = projectName.replaceAll(/[/\\:*?"<>|\p{Cc}]/gu, '-').trim();
  const folder = `${parent}${name} synthetic`;
  const used = new Set(taken);
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? folder : `${folder} ${number}`;
    if (!used.has(candidate)) return candidate;
  }
}

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
