import type { ImportPreview, Upload } from '../../../shared/api/images.ts';
import { pictureName } from '../../../shared/picture-files.ts';
import { call } from '../../api/client.ts';
import type { ImportSource, LooseFile } from '../../ui/file-source.ts';
import { createUpload, type RefusedFile, removeUpload, type UploadProgress, uploadFiles } from './upload.ts';

/** What an import needs, ready on the service's side, with what it would do. */
export interface Gathered {
  readonly paths: readonly string[];
  /** To be removed unless a job takes it over. */
  readonly upload: Upload | null;
  readonly preview: ImportPreview;
  /** Files that stayed in the browser; the preview lists them too. */
  readonly unsent: readonly RefusedFile[];
}

export type Gathering =
  | { readonly stage: 'walking' }
  | { readonly stage: 'uploading'; readonly progress: UploadProgress }
  | { readonly stage: 'reading' };

/**
 * Brings what was dropped or chosen to the service and asks what it recognises. Nothing is in the project yet, and
 * after an error or abort nothing stays behind.
 * @throws ServiceError, or DOMException 'AbortError'
 */
export async function gather(
  source: ImportSource,
  signal: AbortSignal,
  onStage: (gathering: Gathering) => void,
): Promise<Gathered> {
  if (source.kind === 'paths') {
    onStage({ stage: 'reading' });
    return { paths: source.paths, upload: null, preview: await previewOf(source.paths, signal), unsent: [] };
  }
  onStage({ stage: 'walking' });
  const files = source.kind === 'files' ? source.files : await walkEntries(source.entries, signal);
  const { pictures, others } = splitByName(files);
  if (pictures.length === 0) {
    return { paths: [], upload: null, preview: { images: [], masks: [], leftOut: others }, unsent: others };
  }
  const upload = await createUpload();
  try {
    const refused = await uploadFiles(upload, pictures, signal, (progress) =>
      onStage({ stage: 'uploading', progress }),
    );
    onStage({ stage: 'reading' });
    const preview = await previewOf([upload.dir], signal);
    const unsent = [...refused, ...others];
    const leftOut = [...preview.leftOut, ...unsent];
    return { paths: [upload.dir], upload, preview: { ...preview, leftOut }, unsent };
  } catch (error) {
    await removeUpload(upload.id).catch(() => undefined);
    throw error;
  }
}

async function previewOf(paths: readonly string[], signal: AbortSignal): Promise<ImportPreview> {
  const preview = await call('POST /images/preview', { body: { paths: [...paths] } });
  signal.throwIfAborted();
  return preview;
}

/** What is no picture by its name need not travel. */
function splitByName(files: readonly LooseFile[]): { pictures: LooseFile[]; others: RefusedFile[] } {
  const isPicture = ({ path }: LooseFile) => pictureName.test(path.slice(path.lastIndexOf('/') + 1));
  return {
    pictures: files.filter(isPicture),
    others: files
      .filter((file) => !isPicture(file))
      .map(({ path }) => ({ file: path, reason: 'not a picture by its extension' })),
  };
}

/**
 * All files below the entries, with their paths. Hidden files and folders are passed over.
 * @throws DOMException when a file cannot be read, or 'AbortError'
 */
async function walkEntries(entries: readonly FileSystemEntry[], signal: AbortSignal): Promise<LooseFile[]> {
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
