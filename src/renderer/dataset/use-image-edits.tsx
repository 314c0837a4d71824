import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { UpdateImages } from '../../shared/api/images.ts';
import { send } from '../api/client.ts';
import { imagesQuery } from '../api/queries.ts';
import { notifyError } from '../ui/notify-error.tsx';
import { applyUpdate, inverseOf } from './undo.ts';

interface Edit {
  /** "12 images: split training" */
  readonly label: string;
  readonly updates: readonly UpdateImages[];
  readonly inverse: readonly UpdateImages[];
}

/** Changes of splits and classes, shown at once, stored in order, each to be undone and redone. */
export interface ImageEdits {
  /** Updates of different images, as one change. */
  readonly update: (updates: readonly UpdateImages[], label: string) => Promise<void>;
  readonly undo: () => Promise<void>;
  readonly redo: () => Promise<void>;
}

export function useImageEdits(): ImageEdits {
  const client = useQueryClient();
  return useMemo(() => createImageEdits(client), [client]);
}

function createImageEdits(client: QueryClient): ImageEdits {
  const done: Edit[] = [];
  const undone: Edit[] = [];
  const store = createStore(client);
  const edits: ImageEdits = {
    update: async (updates, label) => {
      const images = client.getQueryData(imagesQuery.queryKey) ?? [];
      const inverse = updates.flatMap((update) => inverseOf(images, update));
      if (inverse.length === 0) return;
      const edit = { label, updates, inverse };
      done.push(edit);
      undone.length = 0;
      announce(label, 'Undo', edits.undo);
      if (!(await store(edit.updates))) forget(done, edit);
    },
    undo: async () => {
      const edit = done.pop();
      if (!edit) return;
      undone.push(edit);
      announce(`Undone: ${edit.label}`, 'Redo', edits.redo);
      if (!(await store(edit.inverse))) forget(undone, edit);
    },
    redo: async () => {
      const edit = undone.pop();
      if (!edit) return;
      done.push(edit);
      announce(edit.label, 'Undo', edits.undo);
      if (!(await store(edit.updates))) forget(done, edit);
    },
  };
  return edits;
}

/** Shows updates at once and sends them after those before. Answers whether all were stored. */
function createStore(client: QueryClient): (updates: readonly UpdateImages[]) => Promise<boolean> {
  let last: Promise<unknown> = Promise.resolve();
  return (updates) => {
    client.setQueryData(imagesQuery.queryKey, (images) => images && updates.reduce(applyUpdate, images));
    const result = last.then(async () => {
      try {
        for (const update of updates) await send('PATCH', '/images', update);
        return true;
      } catch (error) {
        notifyError(error);
        void client.invalidateQueries({ queryKey: imagesQuery.queryKey });
        return false;
      }
    });
    last = result;
    return result;
  };
}

function forget(edits: Edit[], edit: Edit): void {
  const index = edits.indexOf(edit);
  if (index >= 0) edits.splice(index, 1);
}

let shown: string | undefined;

function announce(message: string, action: string, onAction: () => void): void {
  if (shown !== undefined) notifications.hide(shown);
  const id = notifications.show({
    message: (
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm">{message}</Text>
        <Button size="compact-sm" variant="light" onClick={onAction}>
          {action}
        </Button>
      </Group>
    ),
    autoClose: 8000,
    // Above the bar of the selection.
    style: { marginBottom: 56 },
  });
  shown = id;
}
