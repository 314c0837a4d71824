import { Badge, Text, UnstyledButton } from '@mantine/core';
import { Folder, FolderUp } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { FolderListing } from '../../shared/api/folders.ts';
import classes from './folder-picker.module.css';

/**
 * The folders inside one. Arrow keys and first letters move, Enter or Right opens, Left or Backspace goes up.
 * @param onProject what opening a project's folder does instead of going into it
 */
export function FolderList({
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
