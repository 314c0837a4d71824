import { modals } from '@mantine/modals';
import { FolderPicker } from './folder-picker.tsx';

/**
 * Lets the user choose a folder of the machine that the service runs on: with the system's dialog in the desktop
 * application, with our own in a browser session.
 * @param isNew the folder need not exist yet
 * @returns its absolute path, null when the dialog was closed
 */
export function chooseFolder({
  title,
  startAt,
  isNew = false,
}: {
  title: string;
  startAt?: string;
  isNew?: boolean;
}): Promise<string | null> {
  const { desktop } = window;
  if (desktop) {
    const options = { title, ...(startAt !== undefined && { defaultPath: startAt }) };
    return isNew ? desktop.chooseNewFolder(options) : desktop.chooseFolder(options);
  }
  return new Promise((resolve) => {
    const id = modals.open({
      title,
      size: 'lg',
      children: (
        <FolderPicker
          {...(startAt !== undefined && { startAt })}
          isNew={isNew}
          onChoose={(path) => {
            resolve(path);
            modals.close(id);
          }}
          onCancel={() => modals.close(id)}
        />
      ),
      onClose: () => resolve(null),
    });
  });
}
