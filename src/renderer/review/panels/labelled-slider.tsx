import { Group, Slider, type SliderProps, Text } from '@mantine/core';
import { useId } from 'react';

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
