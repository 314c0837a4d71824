import type { Upload } from '../../../shared/api/images.ts';
import { call, ServiceError } from '../../api/client.ts';
import type { LooseFile } from '../../ui/file-source.ts';

export interface UploadProgress {
  readonly files: number;
  readonly totalFiles: number;
  readonly bytes: number;
  readonly totalBytes: number;
}

export interface RefusedFile {
  readonly file: string;
  readonly reason: string;
}

/** Files on their way at once: enough to hide the latency of a tunnel. */
const filesAtOnce = 4;

/** Codes that concern one file; after any other the upload cannot go on. */
const ofOneFile: ReadonlySet<string> = new Set(['usage', 'output-exists', 'too-large']);

export const createUpload = () => call('POST /uploads');

export const removeUpload = (id: string) => call('DELETE /uploads/:id', { params: { id } });

/**
 * Hands the files over, a few at a time. A file that the service refuses is left out, and the others go on.
 * @throws ServiceError, or DOMException 'AbortError'
 */
export async function uploadFiles(
  upload: Upload,
  files: readonly LooseFile[],
  signal: AbortSignal,
  onProgress: (progress: UploadProgress) => void,
): Promise<RefusedFile[]> {
  const totals = { totalFiles: files.length, totalBytes: sumOf(files) };
  const refused: RefusedFile[] = [];
  const failure = new AbortController();
  const either = AbortSignal.any([signal, failure.signal]);
  const waiting = files.values();
  let [done, bytes] = [0, 0];
  onProgress({ files: done, bytes, ...totals });
  const work = async () => {
    for (const file of waiting) {
      const reason = await put(upload, file, either);
      if (reason !== null) refused.push({ file: file.path, reason });
      done += 1;
      bytes += file.file.size;
      onProgress({ files: done, bytes, ...totals });
    }
  };
  const workers = Array.from({ length: filesAtOnce }, () => work());
  try {
    await Promise.all(workers);
  } catch (error) {
    failure.abort();
    await Promise.allSettled(workers);
    throw error;
  }
  return refused;
}

/** @returns why the service refuses the file, null when it has it */
async function put(upload: Upload, { path, file }: LooseFile, signal: AbortSignal): Promise<string | null> {
  signal.throwIfAborted();
  try {
    await call('PUT /uploads/:id/files', { params: { id: upload.id }, query: { path }, body: file, signal });
    return null;
  } catch (error) {
    if (error instanceof ServiceError && ofOneFile.has(error.code)) return error.message;
    throw error;
  }
}

const sumOf = (files: readonly LooseFile[]) => files.reduce((sum, { file }) => sum + file.size, 0);
