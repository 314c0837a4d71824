import { Checkbox, Text, Tooltip, UnstyledButton } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './entry-list.module.css';

export interface EntryListProps {
  readonly label: string;
  /** What ticking is for, as long as too few are ticked. */
  readonly hint: string | null;
  readonly children: ReactNode;
}

/** What a screen has several of, one of them shown beside the list; ticked ones are compared. */
export function EntryList({ label, hint, children }: EntryListProps) {
  return (
    <nav className={classes.list} aria-label={label}>
      {children}
      {hint !== null && (
        <Text size="xs" c="dimmed" p="sm">
          {hint}
        </Text>
      )}
    </nav>
  );
}

export interface EntryProps {
  /** Stands out, as it is shown or compared. */
  readonly isSelected: boolean;
  readonly isCurrent: boolean;
  readonly onShow: () => void;
  /** The box that compares it with others. */
  readonly tick?: EntryTick;
  readonly children: ReactNode;
}

export interface EntryTick {
  readonly name: string;
  readonly isTicked: boolean;
  readonly isDisabled?: boolean;
  readonly onTick: () => void;
}

export function Entry({ isSelected, isCurrent, onShow, tick, children }: EntryProps) {
  return (
    <div className={classes.entry} data-selected={isSelected || undefined}>
      {tick && (
        <Tooltip label="Compare">
          <Checkbox
            size="xs"
            mt={3}
            aria-label={`Compare ${tick.name}`}
            disabled={tick.isDisabled ?? false}
            checked={tick.isTicked}
            onChange={tick.onTick}
          />
        </Tooltip>
      )}
      <UnstyledButton
        className={classes.button ?? ''}
        aria-current={isCurrent ? 'true' : undefined}
        onClick={onShow}
      >
        {children}
      </UnstyledButton>
    </div>
  );
}
