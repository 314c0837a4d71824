import { Kbd, Tooltip } from '@mantine/core';
import type { ReactElement } from 'react';
import { keyLabels, parseKeys } from '../ui/keys.ts';
import { isMac } from '../ui/shortcuts.ts';
import classes from './review.module.css';

/** A tooltip that names the key as well. @param keys as for useShortcut; the first alternative is shown */
export function KeyTooltip({
  label,
  keys,
  position = 'bottom',
  children,
}: {
  label: string;
  keys: string;
  position?: 'bottom' | 'right' | 'left' | 'top';
  children: ReactElement;
}) {
  return (
    <Tooltip
      position={position}
      label={
        <span className={classes.tip}>
          {label}
          {keyLabels(parseKeys(keys)[0]!, isMac).map((key) => (
            <Kbd key={key} size="xs">
              {key}
            </Kbd>
          ))}
        </span>
      }
    >
      {children}
    </Tooltip>
  );
}
