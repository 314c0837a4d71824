import type { SyntheticItem, UpdateSynthetic } from '../../shared/api/synthetic.ts';
import { formatCount } from '../ui/format.ts';
import { selectAll, selectNone } from '../ui/lists/selection.ts';
import { useShortcut } from '../ui/shortcuts.ts';
import type { Edits } from '../ui/use-edits.ts';
import { type Decision, isKeptOf } from './filters.ts';
import type { GalleryView } from './use-gallery-view.ts';

export type SyntheticEdits = Edits<SyntheticItem, UpdateSynthetic>;

export interface GalleryActions {
  readonly edits: SyntheticEdits;
  readonly decide: (items: readonly SyntheticItem[], decision: Decision) => void;
  readonly tag: (items: readonly SyntheticItem[], tag: string) => void;
  readonly untag: (items: readonly SyntheticItem[], tag: string) => void;
}

const idsOf = (items: readonly SyntheticItem[]) => items.map(({ id }) => id);
const countOf = (items: readonly SyntheticItem[]) => formatCount(items.length, 'image');

export function galleryActions(edits: SyntheticEdits): GalleryActions {
  const change = (items: readonly SyntheticItem[], update: Omit<UpdateSynthetic, 'ids'>, label: string) => {
    if (items.length > 0) edits.update([{ ids: idsOf(items), ...update }], label);
  };
  return {
    edits,
    decide: (items, decision) =>
      change(items, { isKept: isKeptOf[decision] }, `${countOf(items)} ${decision}`),
    tag: (items, tag) => change(items, { addTags: [tag] }, `tag “${tag}” on ${countOf(items)}`),
    untag: (items, tag) => change(items, { removeTags: [tag] }, `tag “${tag}” off ${countOf(items)}`),
  };
}

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
