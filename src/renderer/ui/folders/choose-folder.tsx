import { modals } from '@mantine/modals';
import { lazy, Suspense } from 'react';

const FolderPicker = lazy(async () => ({
  default: (await import('./folder-picker.tsx')).FolderPicker,
}));

/**
 * Lets the user choose a folder of the machine that the service runs on: with the system's dialog in the desktop
 * application, with our own in a browser session.
 * @param isNew the folder need not exist yet
 * @param isProject a project is looked for
 * @returns its absolute path, null when the dialog was closed
 */
export function chooseFolder({
  title,
  startAt,
  isNew = false,
  isProject = false,
}: {
  title: string;
  startAt?: string;
  isNew?: boolean;
  isProject?: boolean;
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
        <Suspense>
          <FolderPicker
            {...(startAt !== undefined && { startAt })}
            isNew={isNew}
            isProject={isProject}
            onChoose={(path) => {
              resolve(path);
              modals.close(id);
            }}
            onCancel={() => modals.close(id)}
          />
        </Suspense>
      ),
      onClose: () => resolve(null),
    });
  });
}
