/** A file with its path below what was dropped or chosen: "HRF/images/01_h.jpg". */
export interface LooseFile {
  readonly path: string;
  readonly file: File;
}

/** What is to be imported: paths on the disk, or files that the page must hand over byte by byte. */
export type ImportSource =
  | { readonly kind: 'paths'; readonly paths: readonly string[] }
  | { readonly kind: 'files'; readonly files: readonly LooseFile[] }
  /** Files and folders that a browser lets the page walk. */
  | { readonly kind: 'entries'; readonly entries: readonly FileSystemEntry[] };

/** Whether files are being dragged, rather than something of the page itself. */
export function carriesFiles(transfer: DataTransfer | null): boolean {
  return transfer?.types.includes('Files') ?? false;
}

/**
 * What was dropped. Call it within the drop event: the browser empties the transfer after it.
 * @returns null when there is no file in it
 */
export function sourceOfDrop(transfer: DataTransfer): ImportSource | null {
  const { desktop } = window;
  if (desktop) return sourceOfPaths(Array.from(transfer.files, (file) => desktop.pathOf(file)));
  const items = Array.from(transfer.items).filter(({ kind }) => kind === 'file');
  const entries = items.map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  // A picture out of another page or program has no place in a file system.
  return entries.length > 0 ? { kind: 'entries', entries } : sourceOfInput(transfer.files);
}

/** @returns null when nothing was chosen */
export function sourceOfPaths(paths: readonly string[]): ImportSource | null {
  const known = paths.filter((path) => path !== '');
  return known.length > 0 ? { kind: 'paths', paths: known } : null;
}

/** What an `<input type="file">` was given, with or without `webkitdirectory`. */
export function sourceOfInput(files: Iterable<File>): ImportSource | null {
  const loose = [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
  return loose.length > 0 ? { kind: 'files', files: loose } : null;
}
