import type { SyntheticItem, UpdateSynthetic } from '../../shared/api/synthetic.ts';
import { formatCount } from '../ui/format.ts';
import type { Edits } from '../ui/use-edits.ts';
import { type Decision, isKeptOf } from './filters.ts';

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
