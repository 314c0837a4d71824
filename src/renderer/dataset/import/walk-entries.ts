import type { LooseFile } from '../../ui/file-source.ts';

/**
 * All files below the entries, with their paths. Hidden files and folders are passed over.
 * @throws DOMException when a file cannot be read, or 'AbortError'
 */
export async function walkEntries(
  entries: readonly FileSystemEntry[],
  signal: AbortSignal,
): Promise<LooseFile[]> {
  const files: LooseFile[] = [];
  for (const entry of entries) await visit(entry, files, signal);
  return files;
}

async function visit(entry: FileSystemEntry, files: LooseFile[], signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  if (entry.name.startsWith('.')) return;
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    files.push({ path: entry.fullPath.replace(/^\//, ''), file });
  } else if (isFolder(entry)) {
    for (const child of await childrenOf(entry)) await visit(child, files, signal);
  }
}

/** A reader hands out the children in portions, and an empty one at the end. */
async function childrenOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const children: FileSystemEntry[] = [];
  for (;;) {
    const portion = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject),
    );
    if (portion.length === 0) return children;
    children.push(...portion);
  }
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
