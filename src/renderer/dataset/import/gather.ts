import type { ImportPreview, Upload } from '../../../shared/api/images.ts';
import { pictureName } from '../../../shared/picture-files.ts';
import { call } from '../../api/client.ts';
import type { ImportSource, LooseFile } from '../../ui/file-source.ts';
import { createUpload, type RefusedFile, removeUpload, type UploadProgress, uploadFiles } from './upload.ts';
import { walkEntries } from './walk-entries.ts';

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
