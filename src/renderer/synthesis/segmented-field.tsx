import { Input, SegmentedControl, type SegmentedControlProps, Text } from '@mantine/core';
import { useId } from 'react';

export interface SegmentedFieldProps extends Pick<SegmentedControlProps, 'value' | 'onChange' | 'data'> {
  readonly label: string;
  /** What the present choice means. */
  readonly hint: string;
}

/** One of a few options side by side, under a label. */
export function SegmentedField({ label, hint, ...control }: SegmentedFieldProps) {
  const id = useId();
  return (
    <div>
      <Input.Label id={id} component="div">
        {label}
      </Input.Label>
      <SegmentedControl fullWidth size="xs" aria-labelledby={id} {...control} />
      <Text size="xs" c="dimmed" mt={4}>
        {hint}
      </Text>
    </div>
  );
}
