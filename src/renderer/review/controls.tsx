import { Group, Kbd, Slider, type SliderProps, Text, Tooltip } from '@mantine/core';
import { type ReactElement, useId } from 'react';
import { isMac, keyLabels, parseKeys } from '../ui/shortcuts.ts';
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

/** A slider with its name at left and its value at right. */
export function LabelledSlider({
  name,
  shown,
  ...props
}: Omit<SliderProps, 'label'> & { name: string; shown: string }) {
  const id = useId();
  return (
    <div>
      <Group justify="space-between" gap="xs">
        <Text size="sm" id={id}>
          {name}
        </Text>
        <Text size="sm" c="dimmed">
          {shown}
        </Text>
      </Group>
      <Slider
        size="sm"
        label={null}
        {...props}
        thumbProps={{ 'aria-labelledby': id, 'aria-valuetext': shown }}
      />
    </div>
  );
}
