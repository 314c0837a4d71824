import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { FolderPlus } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import type { FolderListing } from '../../shared/api/folders.ts';
import { foldersQuery } from '../api/queries.ts';
import { ErrorPanel } from './error-panel.tsx';
import { FolderList } from './folder-list.tsx';
import classes from './folder-picker.module.css';
import { NewFolder } from './new-folder.tsx';

export interface FolderPickerProps {
  /** By default the user's home. */
  startAt?: string;
  /** The folder is to be made, under a name that the user gives. */
  isNew: boolean;
  /** Projects are what is looked for: one is chosen at once. */
  isProject: boolean;
  onChoose: (path: string) => void;
  onCancel: () => void;
}

/** Chooses a folder of the machine that the service runs on. */
export function FolderPicker({ startAt = '', isNew, isProject, onChoose, onCancel }: FolderPickerProps) {
  const [path, setPath] = useState(startAt);
  const [isMaking, setMaking] = useState(false);
  const [name, setName] = useState('');
  const { data, error } = useQuery({
    ...foldersQuery(path),
    staleTime: 0,
    placeholderData: keepPreviousData,
  });
  const chosen = data && (isNew ? joined(data.path, name.trim()) : data.path);
  const isComplete = !error && (!isNew || name.trim() !== '');
  return (
    <Stack gap="sm">
      <PathField path={data?.path ?? path} onGo={setPath} />
      {error && <ErrorPanel error={error} onRetry={() => setPath('')} />}
      {data && (
        <div className={classes.columns}>
          <Places listing={data} onGo={setPath} />
          <FolderList listing={data} onGo={setPath} {...(isProject && { onProject: onChoose })} />
        </div>
      )}
      {data && <Summary listing={data} />}
      {isMaking && data && (
        <NewFolder
          parent={data.path}
          onMade={(made) => {
            setMaking(false);
            setPath(made);
          }}
          onCancel={() => setMaking(false)}
        />
      )}
      {isNew && (
        <TextInput
          label="Name of the new folder"
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
      )}
      <Footer
        chooseLabel={isNew ? 'Choose' : 'Choose this folder'}
        canMake={data !== undefined && !isMaking}
        canChoose={chosen !== undefined && isComplete}
        onMake={() => setMaking(true)}
        onCancel={onCancel}
        onChoose={() => chosen !== undefined && onChoose(chosen)}
      />
    </Stack>
  );
}

function Footer({
  chooseLabel,
  canMake,
  canChoose,
  onMake,
  onCancel,
  onChoose,
}: {
  chooseLabel: string;
  canMake: boolean;
  canChoose: boolean;
  onMake: () => void;
  onCancel: () => void;
  onChoose: () => void;
}) {
  return (
    <Group justify="space-between">
      <Button
        variant="subtle"
        leftSection={<FolderPlus size={16} aria-hidden />}
        disabled={!canMake}
        onClick={onMake}
      >
        New folder
      </Button>
      <Group>
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button disabled={!canChoose} onClick={onChoose}>
          {chooseLabel}
        </Button>
      </Group>
    </Group>
  );
}

/** Where the picker is; another path can be typed or pasted. */
function PathField({ path, onGo }: { path: string; onGo: (path: string) => void }) {
  const [text, setText] = useState(path);
  useEffect(() => setText(path), [path]);
  const go = (event: FormEvent) => {
    event.preventDefault();
    onGo(text.trim());
  };
  return (
    <form onSubmit={go}>
      <TextInput
        label="Folder"
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
        spellCheck={false}
      />
    </form>
  );
}

function Places({ listing, onGo }: { listing: FolderListing; onGo: (path: string) => void }) {
  return (
    <nav className={classes.places} aria-label="Places">
      {listing.places.map(({ name, path }) => (
        <Button
          key={path}
          size="xs"
          variant={path === listing.path ? 'light' : 'subtle'}
          color={path === listing.path ? 'teal' : 'gray'}
          justify="start"
          onClick={() => onGo(path)}
        >
          {name}
        </Button>
      ))}
    </nav>
  );
}

function Summary({ listing: { pictures, folders } }: { listing: FolderListing }) {
  const found = pictures.length >= 200 ? '200 pictures or more' : `${pictures.length} pictures`;
  const text = pictures.length === 1 ? 'One picture here' : `${found} here`;
  return (
    <Text size="xs" c="dimmed" truncate aria-live="polite">
      {pictures.length > 0
        ? `${text}: ${pictures.slice(0, 6).join(', ')}${pictures.length > 6 ? ', …' : ''}`
        : `${folders.length === 0 ? 'No folders and no' : 'No'} pictures directly in this folder`}
    </Text>
  );
}

/** With the separator that the path itself uses. */
function joined(path: string, name: string): string {
  const separator = path.includes('\\') ? '\\' : '/';
  return path.endsWith(separator) ? path + name : path + separator + name;
}
