import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { CreateProject } from '../../shared/api/projects.ts';
import { projectsQuery } from '../api/queries.ts';
import { chooseFolder } from '../ui/folders/choose-folder.tsx';

export function NewProjectForm({
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
