import { modals } from '@mantine/modals';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { CreateProject } from '../../shared/api/projects.ts';
import { call } from '../api/client.ts';
import { projectsQuery } from '../api/queries.ts';
import { chooseFolder } from '../ui/folders/choose-folder.tsx';
import { useAction } from '../ui/use-action.tsx';
import { NewProjectForm } from './new-project-form.tsx';

/** Making, opening and closing projects, from wherever it is asked for. */
export function useProjectActions() {
  const client = useQueryClient();
  const navigate = useNavigate();
  /** Screens of the project can be shown once the page knows that it is open. */
  const show = async (to: '/' | '/images') => {
    await client.fetchQuery({ ...projectsQuery, staleTime: 0 });
    await navigate({ to });
  };
  const opening = useAction(async (dir: string) => {
    await call('POST /projects/open', { body: { dir } });
    await show('/');
  });
  const creating = useAction(async (project: CreateProject) => {
    const created = await call('POST /projects', { body: project });
    await show('/images');
    return created;
  });
  const sampling = useAction(async () => {
    await call('POST /projects/sample');
    await show('/');
  });
  const closing = useAction(async () => {
    await call('POST /projects/close');
    await show('/');
  });
  const askForFolder = async () => {
    const dir = await chooseFolder({ title: 'Open a project', isProject: true });
    if (dir !== null) await opening.run(dir);
  };
  const askForNew = ({ onCancel }: { onCancel?: () => void } = {}) => {
    let isCreated = false;
    const id = modals.open({
      title: 'New project',
      onClose: () => {
        if (!isCreated) onCancel?.();
      },
      children: (
        <NewProjectForm
          onCancel={() => modals.close(id)}
          onCreate={async (project) => {
            isCreated = (await creating.run(project)) !== undefined;
            if (isCreated) modals.close(id);
          }}
        />
      ),
    });
  };
  return {
    open: opening.run,
    close: closing.run,
    trySample: sampling.run,
    askForFolder,
    askForNew,
    isBusy: opening.isRunning || creating.isRunning || sampling.isRunning,
  };
}
