import { Text } from '@mantine/core';
import { ImageDown } from 'lucide-react';
import classes from './drop-overlay.module.css';

export function DropOverlay({ hasProject }: { hasProject: boolean }) {
  return (
    <div className={classes.overlay}>
      <div className={classes.target}>
        <ImageDown size={44} strokeWidth={1.5} aria-hidden />
        <Text size="lg" fw={600}>
          {hasProject ? 'Drop to import' : 'Drop to begin a project with these'}
        </Text>
        <Text c="dimmed" maw={420} ta="center">
          Photographs, vessel annotations and masks of the field of view, as files or whole folders. You see
          what was recognised before anything is stored.
        </Text>
      </div>
    </div>
  );
}
