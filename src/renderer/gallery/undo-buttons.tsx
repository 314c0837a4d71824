import { ActionIcon, Group, Tooltip } from '@mantine/core';
import { Redo2, Undo2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SyntheticEdits } from './gallery-actions.ts';

export function UndoButtons({ edits: { undo, redo, undoLabel, redoLabel } }: { edits: SyntheticEdits }) {
  return (
    <Group gap={4} wrap="nowrap">
      <HistoryButton name="Undo" label={undoLabel} icon={<Undo2 size={16} />} onClick={undo} />
      <HistoryButton name="Redo" label={redoLabel} icon={<Redo2 size={16} />} onClick={redo} />
    </Group>
  );
}

interface HistoryButtonProps {
  readonly name: string;
  /** What it would do; null: nothing. */
  readonly label: string | null;
  readonly icon: ReactNode;
  readonly onClick: () => void;
}

function HistoryButton({ name, label, icon, onClick }: HistoryButtonProps) {
  return (
    <Tooltip label={label === null ? name : `${name}: ${label}`}>
      <ActionIcon variant="default" aria-label={name} disabled={label === null} onClick={onClick}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
