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
