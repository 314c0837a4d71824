import type { Desktop } from '../../shared/api/desktop.ts';

/**
 * What the user dropped or picked to import: absolute paths where the desktop application knows them, else the files
 * themselves, each with its path inside what was dropped ("HRF/images/01_h.jpg"), to upload.
 */
export type ImportSource =
  | { readonly kind: 'paths'; readonly paths: readonly string[] }
  | { readonly kind: 'files'; readonly files: readonly DroppedFile[] };

export interface DroppedFile {
  readonly path: string;
  readonly file: File;
}

/** Of a drop event; folders are read to their ends. Must be called before the event handler returns. */
export async function readDropped(
  items: DataTransferItemList,
  desktop: Desktop | undefined,
): Promise<ImportSource> {
  const dropped = [...items].filter(({ kind }) => kind === 'file');
  if (desktop) {
    const files = dropped.map((item) => item.getAsFile()).filter((file) => file !== null);
    return { kind: 'paths', paths: files.map((file) => desktop.pathOf(file)).filter(Boolean) };
  }
  const entries = dropped.map((item) => item.webkitGetAsEntry()).filter((entry) => entry !== null);
  const files = await Promise.all(entries.map((entry) => readEntry(entry)));
  return { kind: 'files', files: files.flat() };
}

/** Of an <input type="file">, with or without `webkitdirectory`. */
export function readPicked(files: FileList, desktop: Desktop | undefined): ImportSource {
  if (desktop) return { kind: 'paths', paths: [...files].map((file) => desktop.pathOf(file)) };
  return {
    kind: 'files',
    files: [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file })),
  };
}

/** All files in an entry, in the order of their paths; hidden ones (".DS_Store") are passed over. */
export async function readEntry(entry: FileSystemEntry): Promise<DroppedFile[]> {
  if (entry.name.startsWith('.')) return [];
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ path: entry.fullPath.replace(/^\//, ''), file }];
  }
  const children = await readChildren(entry as FileSystemDirectoryEntry);
  const files: DroppedFile[] = [];
  for (const child of children) files.push(...(await readEntry(child)));
  return files;
}

const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;

/** `readEntries` hands out at most 100 at a time; an empty answer is the end. */
async function readChildren(directory: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = directory.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (some.length === 0)
      return children.sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
    children.push(...some);
  }
}
