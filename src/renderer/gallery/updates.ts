import type { SyntheticItem, UpdateSynthetic } from '../../shared/api/synthetic.ts';
import { call } from '../api/client.ts';
import { syntheticQuery } from '../api/queries.ts';
import type { EditedList } from '../ui/edits.ts';

/** Decisions and tags of synthetic images. */
export const syntheticEdits: EditedList<SyntheticItem, UpdateSynthetic> = {
  query: syntheticQuery,
  store: (update) => call('PATCH /synthetic', { body: update }),
  apply: applyUpdate,
  inverse: inverseOf,
};

/** The items as they are after the update. */
export function applyUpdate(items: readonly SyntheticItem[], update: UpdateSynthetic): SyntheticItem[] {
  const ids = new Set(update.ids);
  return items.map((item) => (ids.has(item.id) ? withUpdate(item, update) : item));
}

function withUpdate(item: SyntheticItem, { isKept, addTags = [], removeTags = [] }: UpdateSynthetic) {
  const tags = [...new Set([...item.tags, ...addTags])].filter((tag) => !removeTags.includes(tag)).sort();
  return { ...item, tags, ...(isKept !== undefined && { isKept }) };
}

/** The updates that give the items back what `update` takes from them; none where it changes nothing. */
export function inverseOf(items: readonly SyntheticItem[], update: UpdateSynthetic): UpdateSynthetic[] {
  const ids = new Set(update.ids);
  const concerned = items.filter(({ id }) => ids.has(id));
  return [...decisionsBefore(concerned, update), ...tagsBefore(concerned, update)];
}

function decisionsBefore(items: readonly SyntheticItem[], { isKept }: UpdateSynthetic): UpdateSynthetic[] {
  if (isKept === undefined) return [];
  const changed = Map.groupBy(
    items.filter((item) => item.isKept !== isKept),
    (item) => item.isKept,
  );
  return [...changed].map(([before, members]) => ({ ids: idsOf(members), isKept: before }));
}

function tagsBefore(
  items: readonly SyntheticItem[],
  { addTags = [], removeTags = [] }: UpdateSynthetic,
): UpdateSynthetic[] {
  const added = addTags.flatMap((tag): UpdateSynthetic[] => {
    const without = items.filter(({ tags }) => !tags.includes(tag));
    return without.length > 0 ? [{ ids: idsOf(without), removeTags: [tag] }] : [];
  });
  const removed = removeTags.flatMap((tag): UpdateSynthetic[] => {
    const having = items.filter(({ tags }) => tags.includes(tag));
    return having.length > 0 ? [{ ids: idsOf(having), addTags: [tag] }] : [];
  });
  return [...added, ...removed];
}

const idsOf = (items: readonly SyntheticItem[]) => items.map(({ id }) => id);
