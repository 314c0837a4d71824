import { Badge, Button, Group, Stack, Text, TextInput, UnstyledButton } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Folder, FolderPlus, FolderUp } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { FolderListing } from '../../../shared/api/projects.ts';
import { foldersQuery } from '../../api/queries.ts';
import { ErrorPanel } from '../error-panel.tsx';
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

/**
 * The folders inside one. Arrow keys and first letters move, Enter or Right opens, Left or Backspace goes up.
 * @param onProject what opening a project's folder does instead of going into it
 */
function FolderList({
  listing,
  onGo,
  onProject,
}: {
  listing: FolderListing;
  onGo: (path: string) => void;
  onProject?: (path: string) => void;
}) {
  const list = useRef<HTMLDivElement>(null);
  const { path, parent, folders } = listing;
  useEffect(() => {
    if (path !== '' && list.current?.contains(document.activeElement)) focusEntry(list.current, 0);
  }, [path]);
  const open = (folder: FolderListing['folders'][number]) =>
    folder.isProject && onProject ? onProject(folder.path) : onGo(folder.path);
  const onKeyDown = (event: KeyboardEvent<HTMLDivElement>) => {
    const goesUp = event.key === 'ArrowLeft' || event.key === 'Backspace';
    if (goesUp && parent !== null) onGo(parent);
    else if (event.key === 'ArrowRight' && event.target instanceof HTMLElement) event.target.click();
    else if (!moveFocus(event)) return;
    event.preventDefault();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the buttons inside
    <div ref={list} className={classes.list} onKeyDown={onKeyDown}>
      {parent !== null && (
        <UnstyledButton className={classes.folder} onClick={() => onGo(parent)}>
          <FolderUp size={16} aria-hidden />
          <span>Up one folder</span>
        </UnstyledButton>
      )}
      {folders.map((folder) => (
        <UnstyledButton key={folder.path} className={classes.folder} onClick={() => open(folder)}>
          <Folder size={16} aria-hidden />
          <span>{folder.name}</span>
          {folder.isProject && (
            <Badge size="sm" variant="light" tt="none">
              project
            </Badge>
          )}
        </UnstyledButton>
      ))}
      {folders.length === 0 && (
        <Text size="sm" c="dimmed" p={8}>
          No folders in here
        </Text>
      )}
    </div>
  );
}

function entriesOf(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll('button')];
}

function focusEntry(list: HTMLElement, index: number): void {
  const entries = entriesOf(list);
  entries[Math.min(Math.max(index, 0), entries.length - 1)]?.focus();
}

/** @returns whether the key is one of movement */
function moveFocus({ key, currentTarget, ctrlKey, metaKey, altKey }: KeyboardEvent<HTMLDivElement>): boolean {
  const entries = entriesOf(currentTarget);
  const { activeElement } = document;
  const at = activeElement instanceof HTMLElement ? entries.indexOf(activeElement) : -1;
  const targets: Readonly<Record<string, number>> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    Home: 0,
    End: entries.length - 1,
  };
  const target = targets[key];
  if (target !== undefined) focusEntry(currentTarget, target);
  else if (key.length !== 1 || key === ' ' || ctrlKey || metaKey || altKey) return false;
  else nextWithLetter(entries, at, key)?.focus();
  return true;
}

function nextWithLetter(entries: readonly HTMLElement[], at: number, letter: string) {
  const inOrder = [...entries.slice(at + 1), ...entries.slice(0, at + 1)];
  return inOrder.find(({ textContent }) => textContent.toLowerCase().startsWith(letter.toLowerCase()));
}
