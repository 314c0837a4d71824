import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { ImageItem, UpdateImages } from '../../shared/api/images.ts';
import { type Edits, useEdits } from '../ui/use-edits.ts';
import { imageEdits } from './undo.ts';

export type ImageEdits = Edits<ImageItem, UpdateImages>;

/** Changes of splits and classes, each told of with a way back. */
export function useImageEdits(stored: readonly ImageItem[]): ImageEdits {
  const edits = useEdits(imageEdits, stored);
  const told: ImageEdits = {
    ...edits,
    update: (updates, label) => {
      const isChange = edits.update(updates, label);
      if (isChange) announce(label, 'Undo', told.undo);
      return isChange;
    },
    undo: () => {
      const label = edits.undo();
      if (label !== null) announce(`Undone: ${label}`, 'Redo', told.redo);
      return label;
    },
    redo: () => {
      const label = edits.redo();
      if (label !== null) announce(label, 'Undo', told.undo);
      return label;
    },
  };
  return told;
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
