import { Upload } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useProjectActions } from '../start/project-actions.tsx';
import { chooseFolder } from '../ui/choose-folder.tsx';
import { useCommands } from '../ui/commands.ts';
import { type ImportSource, sourceOfPaths } from '../ui/file-source.ts';
import { DropOverlay } from './drop-overlay.tsx';
import { useFileDrop } from './use-file-drop.ts';

const ImportFlow = lazy(async () => ({ default: (await import('../dataset/import-flow.tsx')).ImportFlow }));

/**
 * Takes in files that are dropped anywhere in the window. Without a project it asks for a new one first, and the
 * import goes on in that.
 */
export function ImportDoor({ hasProject }: { hasProject: boolean }) {
  const [source, setSource] = useState<ImportSource | null>(null);
  const { askForNew } = useProjectActions();
  const isDragging = useFileDrop((dropped) => {
    setSource(dropped);
    if (!hasProject) askForNew({ onCancel: () => setSource(null) });
  });
  const askForImport = async () => {
    const folder = await chooseFolder({ title: 'Import the photographs of a folder' });
    if (folder !== null) setSource(sourceOfPaths([folder]));
  };
  useCommands(
    hasProject
      ? [
          {
            id: 'import',
            group: 'Do',
            label: 'Import photographs…',
            description: 'A folder with its annotations and masks of the field of view',
            keywords: 'add open pictures images data',
            icon: Upload,
            run: () => void askForImport(),
          },
        ]
      : [],
  );
  return (
    <>
      {isDragging && <DropOverlay hasProject={hasProject} />}
      {source && hasProject && (
        <Suspense>
          <ImportFlow source={source} onClose={() => setSource(null)} />
        </Suspense>
      )}
    </>
  );
}
