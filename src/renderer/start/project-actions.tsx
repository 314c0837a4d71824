import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import type { CreateProject } from '../../shared/api/projects.ts';
import { call } from '../api/client.ts';
import { projectsQuery } from '../api/queries.ts';
import { chooseFolder } from '../ui/folders/choose-folder.tsx';
import { useAction } from '../ui/use-action.tsx';

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

function NewProjectForm({
  onCreate,
  onCancel,
}: {
  onCreate: (project: CreateProject) => Promise<void>;
  onCancel: () => void;
}) {
  const defaultParent = useQuery(projectsQuery).data?.defaultParent ?? '';
  const [name, setName] = useState('');
  const [chosenParent, setChosenParent] = useState<string | null>(null);
  const [isCreating, setCreating] = useState(false);
  const parent = chosenParent ?? defaultParent;
  const isComplete = name.trim() !== '' && parent.trim() !== '';
  const create = async (event: FormEvent) => {
    event.preventDefault();
    if (!isComplete) return;
    setCreating(true);
    await onCreate({ name: name.trim(), parent });
    setCreating(false);
  };
  const choose = async () => {
    const folder = await chooseFolder({
      title: 'Where to keep the project',
      ...(chosenParent !== null && { startAt: chosenParent }),
    });
    if (folder !== null) setChosenParent(folder);
  };
  return (
    <form onSubmit={create}>
      <Stack>
        <TextInput
          label="Name"
          placeholder="Glaucoma study 2026"
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          maxLength={100}
          data-autofocus
        />
        <Group align="end" gap="xs" wrap="nowrap">
          <TextInput
            label="Kept in"
            value={parent}
            onChange={({ currentTarget }) => setChosenParent(currentTarget.value)}
            style={{ flex: 1 }}
          />
          <Button variant="default" onClick={choose}>
            Choose…
          </Button>
        </Group>
        <Text size="sm" c="dimmed">
          A project is one folder with everything in it: photographs, masks, networks, results. Copy or delete
          the folder to copy or delete the project. Keep it on a disk that may hold patients’ images.
        </Text>
        <Group justify="flex-end">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" disabled={!isComplete} loading={isCreating}>
            Create project
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
