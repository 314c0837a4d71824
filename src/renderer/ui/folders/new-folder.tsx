import { Button, Group, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/client.ts';
import { useAction } from '../use-action.tsx';

/** Makes a folder in another. */
export function NewFolder({
  parent,
  onMade,
  onCancel,
}: {
  parent: string;
  onMade: (path: string) => void;
  onCancel: () => void;
}) {
  const [name, setName] = useState('');
  const making = useAction(() => call('POST /folders', { body: { parent, name: name.trim() } }));
  const make = async (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === '') return;
    const made = await making.run();
    if (made) onMade(made.path);
  };
  return (
    <form onSubmit={make}>
      <Group align="end" gap="xs">
        <TextInput
          label="Name of the new folder"
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
          maxLength={200}
          style={{ flex: 1 }}
          autoFocus
        />
        <Button type="submit" loading={making.isRunning} disabled={name.trim() === ''}>
          Make
        </Button>
        <Button variant="default" onClick={onCancel}>
          Not now
        </Button>
      </Group>
    </form>
  );
}
