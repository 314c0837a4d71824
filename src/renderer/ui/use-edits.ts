import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useSyncExternalStore } from 'react';
import { type EditedList, Editor } from './edits.ts';
import { notifyError } from './errors.ts';

export interface Edits<Item, Update> extends Pick<Editor<Item, Update>, 'update' | 'undo' | 'redo'> {
  /** The items with what is on its way to the service. */
  readonly items: readonly Item[];
  /** What undo and redo would do; null where there is nothing. */
  readonly undoLabel: string | null;
  readonly redoLabel: string | null;
}

/** @param stored the items as the service has said last */
export function useEdits<Item, Update>(
  list: EditedList<Item, Update>,
  stored: readonly Item[],
): Edits<Item, Update> {
  const client = useQueryClient();
  const editor = useMemo(() => new Editor(list, client, notifyError), [list, client]);
  const { done, undone, pending } = useSyncExternalStore(editor.subscribe, editor.state);
  const items = useMemo(() => pending.reduce(list.apply, stored), [list, pending, stored]);
  const { update, undo, redo } = editor;
  return {
    ...{ items, update, undo, redo },
    undoLabel: done.at(-1)?.label ?? null,
    redoLabel: undone.at(-1)?.label ?? null,
  };
}
