import { selectAll, selectNone } from '../ui/selection.ts';
import { useShortcut } from '../ui/shortcuts.ts';
import type { Decision } from './filters.ts';
import type { GalleryActions } from './gallery-actions.ts';
import type { GalleryView } from './use-gallery-view.ts';

/** What the mouse does in the grid, by key. The view of one image has keys of its own. */
export function useGalleryShortcuts(view: GalleryView, actions: GalleryActions, isInDetail: boolean): void {
  const { selection, setSelection, selected, order } = view;
  const inGrid = { isDisabled: isInDetail };
  const decide = (decision: Decision) => () => actions.decide(selected, decision);
  useShortcut('K', decide('kept'), 'Keep the selected images', inGrid);
  useShortcut('D', decide('discarded'), 'Discard the selected images', inGrid);
  useShortcut('U', decide('undecided'), 'Leave the selected images undecided', inGrid);
  useShortcut('mod+A', () => setSelection(selectAll(selection, order)), 'Select all images shown', inGrid);
  useShortcut('Escape', () => setSelection(selectNone(selection)), 'Select nothing', inGrid);
  useShortcut('mod+Z', actions.edits.undo, 'Undo the last decision or tag');
  useShortcut('mod+shift+Z, mod+Y', actions.edits.redo, 'Redo it');
}
