import { ActionIcon, Text, Tooltip } from '@mantine/core';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { formatCount } from '../format.ts';
import { type Listed, selectNone } from './selection.ts';
import classes from './selection-bar.module.css';

/** What the bar covers of the list, pixels. */
export const selectionBarHeight = 64;

export interface SelectionBarProps {
  readonly list: Listed<unknown>;
  /** What can be done with the images that are selected. */
  readonly children: ReactNode;
}

/** Lies over the lower end of a list while any of it is selected; Escape, which the screen binds, is its cross. */
export function SelectionBar({ list, children }: SelectionBarProps) {
  const { selected, selection, setSelection } = list;
  if (selected.length === 0) return null;
  return (
    <div className={classes.bar} role="toolbar" aria-label="Selected images">
      <Text size="sm" fw={600} mr={4}>
        {formatCount(selected.length, 'image')} selected
      </Text>
      {children}
      <Tooltip label="Select nothing (Esc)">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="Select nothing"
          onClick={() => setSelection(selectNone(selection))}
        >
          <X size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
