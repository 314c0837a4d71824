import type { RefObject } from 'react';
import type { ImageItem } from '../../shared/api/images.ts';
import { diagnoses, splits } from '../../shared/domain.ts';
import { selectAll, selectNone } from '../ui/lists/selection.ts';
import { useRegistered } from '../ui/registry.ts';
import { type Shortcut, shortcuts } from '../ui/shortcuts.ts';
import { classLabel, splitLabel } from './labels.ts';
import { classKeys, splitKeys } from './shortcut-keys.ts';
import type { DatasetActions } from './use-dataset-actions.ts';
import type { DatasetView } from './use-dataset-view.ts';

/**
 * What the mouse does with images, by key.
 * @param openImage the one in detail, which the keys are then for, instead of those selected
 */
export function useDatasetShortcuts(
  view: DatasetView,
  actions: DatasetActions,
  searchRef: RefObject<HTMLInputElement | null>,
  openImage: ImageItem | undefined,
): void {
  const images = openImage ? [openImage] : view.selected;
  useRegistered(shortcuts, [
    ...assignShortcuts(images, actions),
    entry('Delete', 'Remove the selected images…', () => void actions.remove(images)),
    entry('X', 'Extract vessels from the selected images', () => actions.extractVessels(images)),
    entry('mod+Z', 'Undo the last change of splits or classes', actions.edits.undo),
    entry('mod+shift+Z, mod+Y', 'Redo it', actions.edits.redo),
    ...(openImage ? [] : listShortcuts(view, searchRef)),
  ]);
}

function listShortcuts(
  { selection, setSelection, order }: DatasetView,
  searchRef: RefObject<HTMLInputElement | null>,
): Shortcut[] {
  return [
    entry('mod+A', 'Select all images shown', () => setSelection(selectAll(selection, order))),
    entry('Escape', 'Select nothing', ({ target }) => {
      // There it closes the menu.
      const isOfMenu = target instanceof Element && target.closest('[role="menu"]');
      if (!isOfMenu) setSelection(selectNone(selection));
    }),
    entry('/, mod+F', 'Search names', () => searchRef.current?.select()),
  ];
}

function assignShortcuts(images: readonly ImageItem[], { setSplit, setClass }: DatasetActions): Shortcut[] {
  return [
    ...[...splits, null].map((split) =>
      entry(splitKeys[split ?? 'none'], `Split: ${splitLabel(split)}`, () => setSplit(images, split)),
    ),
    ...[...diagnoses, null].map((diagnosis) =>
      entry(classKeys[diagnosis ?? 'none'], `Class: ${classLabel(diagnosis)}`, () =>
        setClass(images, diagnosis),
      ),
    ),
  ];
}

function entry(keys: string, description: string, handler: Shortcut['handler']): Shortcut {
  return { keys, description, handler, group: 'Data set', inFields: false, inDialog: false };
}
