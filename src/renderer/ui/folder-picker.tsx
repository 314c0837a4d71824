import { Button, Code, Group, NavLink, ScrollArea, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Folder, FolderUp } from 'lucide-react';
import { useState } from 'react';
import { foldersQuery } from '../api/queries.ts';
import { ErrorPanel } from './error-panel.tsx';

export interface FolderPickerProps {
  startAt?: string;
  isNew: boolean;
  onChoose: (path: string) => void;
  onCancel: () => void;
}

export function FolderPicker({ startAt = '', onChoose, onCancel }: FolderPickerProps) {
  const [path, setPath] = useState(startAt);
  const { data, error } = useQuery(foldersQuery(path));
  return (
    <Stack gap="sm">
      <Code>{data?.path ?? path}</Code>
      {error && <ErrorPanel error={error} />}
      <ScrollArea h={320}>
        {data?.parent && (
          <NavLink
            component="button"
            label="Up"
            leftSection={<FolderUp size={16} />}
            onClick={() => setPath(data.parent ?? '')}
          />
        )}
        {data?.folders.map((folder) => (
          <NavLink
            component="button"
            key={folder.path}
            label={folder.name}
            leftSection={<Folder size={16} />}
            onClick={() => setPath(folder.path)}
          />
        ))}
      </ScrollArea>
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button disabled={!data} onClick={() => data && onChoose(data.path)}>
          Choose this folder
        </Button>
      </Group>
    </Stack>
  );
}
