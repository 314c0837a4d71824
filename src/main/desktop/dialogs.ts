import { isAbsolute } from 'node:path';
import { z } from 'zod';
import { desktopChannels } from '../../shared/api/desktop.ts';
import { FundusError } from '../../shared/errors.ts';
import { compressedExtension, pictureExtensions } from '../../shared/picture-files.ts';
import type { Dialogs, Ipc, IpcEvent, OpenDialogOptions, Shell } from './electron.ts';
import { isOwn } from './security.ts';

const titled = z.object({ title: z.string().max(200), defaultPath: z.string().optional() });
const path = z.string().refine(isAbsolute, 'expected the whole path');

/** Answers the preload: dialogs to choose files and folders, and to show one. Only our own page may ask. */
export function handleDialogs(ipc: Ipc, dialogs: Dialogs, shell: Shell): void {
  handle(ipc, desktopChannels.chooseFolder, titled, async (options) => {
    const [folder] = await chosen(dialogs, {
      ...given(options),
      properties: ['openDirectory', 'createDirectory'],
    });
    return folder ?? null;
  });
  handle(ipc, desktopChannels.choosePictures, titled, async (options) =>
    chosen(dialogs, {
      ...given(options),
      properties: ['openFile', 'multiSelections'],
      filters: [{ name: 'Pictures', extensions: [...pictureExtensions, compressedExtension] }],
    }),
  );
  handle(ipc, desktopChannels.chooseNewFolder, titled, async (options) => {
    const { canceled, filePath } = await dialogs.save({ ...given(options), properties: ['createDirectory'] });
    return canceled || filePath === '' ? null : filePath;
  });
  handle(ipc, desktopChannels.revealInFolder, path, async (file) => shell.showItemInFolder(file));
}

function handle<S extends z.ZodType>(
  ipc: Ipc,
  channel: string,
  schema: S,
  answer: (argument: z.output<S>) => Promise<unknown>,
): void {
  ipc.handle(channel, async (event, argument) => {
    requireOwnPage(event);
    return answer(schema.parse(argument));
  });
}

/** A frame inside of the page, or a page that is not ours, has no business with the user's files. */
function requireOwnPage({ senderFrame }: IpcEvent): void {
  if (senderFrame && senderFrame.parent === null && isOwn(senderFrame.url)) return;
  throw new FundusError('forbidden', 'Only the application itself may do this');
}

async function chosen(dialogs: Dialogs, options: OpenDialogOptions): Promise<string[]> {
  const { canceled, filePaths } = await dialogs.open(options);
  return canceled ? [] : filePaths;
}

function given({ title, defaultPath }: z.output<typeof titled>): { title: string; defaultPath?: string } {
  return { title, ...(defaultPath !== undefined && { defaultPath }) };
}
