import { compressedExtension, pictureExtensions } from '../../../shared/picture-files.ts';
import { type ImportSource, sourceOfInput, sourceOfPaths } from '../../ui/file-source.ts';
import { chooseFolder } from '../../ui/folders/choose-folder.tsx';

/** The desktop application's own dialogs. @returns null when nothing was chosen */
export async function pickNatively(what: 'folder' | 'pictures'): Promise<ImportSource | null> {
  const { desktop } = window;
  if (!desktop) return null;
  if (what === 'pictures') return sourceOfPaths(await desktop.choosePictures({ title: 'Import pictures' }));
  return pickOnService();
}

/** A folder of the machine that the service runs on: nothing is uploaded. */
export async function pickOnService(): Promise<ImportSource | null> {
  const folder = await chooseFolder({ title: 'Import a folder' });
  return folder === null ? null : sourceOfPaths([folder]);
}

const acceptedFiles = [...pictureExtensions, compressedExtension].map((extension) => `.${extension}`).join();

/** The browser's own dialog. @returns null when nothing was chosen */
export function pickInBrowser(what: 'folder' | 'pictures'): Promise<ImportSource | null> {
  const input = document.createElement('input');
  input.type = 'file';
  if (what === 'folder') input.webkitdirectory = true;
  else Object.assign(input, { multiple: true, accept: acceptedFiles });
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve(sourceOfInput(input.files ?? [])));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}
