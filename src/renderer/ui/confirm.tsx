import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import type { ReactNode } from 'react';

/** Asks before something that cannot be taken back. @returns whether the user agreed */
export function confirm({
  title,
  message,
  confirmLabel,
  isDangerous = false,
}: {
  title: string;
  message: ReactNode;
  confirmLabel: string;
  isDangerous?: boolean;
}): Promise<boolean> {
  return new Promise((resolve) => {
    modals.openConfirmModal({
      title,
      children: (
        <Text size="sm" component="div">
          {message}
        </Text>
      ),
      labels: { confirm: confirmLabel, cancel: 'Cancel' },
      confirmProps: isDangerous ? { color: 'red' } : {},
      onConfirm: () => resolve(true),
      onClose: () => resolve(false),
    });
  });
}
