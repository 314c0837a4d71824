import { modals } from '@mantine/modals';
import { createElement } from 'react';

export async function openPalette(): Promise<void> {
  const { spotlight } = await import('@mantine/spotlight');
  spotlight.open();
}

const shortcutsId = 'keyboard-shortcuts';

export async function openShortcutsHelp(): Promise<void> {
  const { ShortcutsHelp } = await import('./shortcuts-help.tsx');
  modals.open({
    modalId: shortcutsId,
    title: 'Keyboard shortcuts',
    size: 'lg',
    children: createElement(ShortcutsHelp),
  });
}
