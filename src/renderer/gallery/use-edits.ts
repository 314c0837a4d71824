import { useQueryClient } from '@tanstack/react-query';
import { useMemo, useSyncExternalStore } from 'react';
import type { UpdateSynthetic } from '../../shared/api/synthetic.ts';
import { notifyError } from '../ui/notify-error.tsx';
import { Editor } from './editor.ts';

export interface Edits {
  /** What undo and redo would do; null where there is nothing. */
  readonly undoLabel: string | null;
  readonly redoLabel: string | null;
  /** To be applied to what the service has said last. */
  readonly pending: readonly UpdateSynthetic[];
  readonly update: (update: UpdateSynthetic, label: string) => void;
  readonly undo: () => void;
  readonly redo: () => void;
}

export function useEdits(): Edits {
  const client = useQueryClient();
  const editor = useMemo(() => new Editor(client, notifyError), [client]);
  const { done, undone, pending } = useSyncExternalStore(editor.subscribe, editor.state);
  return {
    undoLabel: done.at(-1)?.label ?? null,
    redoLabel: undone.at(-1)?.label ?? null,
    pending,
    update: editor.update,
    undo: editor.undo,
    redo: editor.redo,
  };
}
