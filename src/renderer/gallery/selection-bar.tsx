import { Button, Kbd, Popover } from '@mantine/core';
import { Maximize2, Tag } from 'lucide-react';
import { SelectionBar } from '../ui/lists/selection-bar.tsx';
import { decisionChoices } from './filters.ts';
import type { GalleryActions } from './gallery-actions.ts';
import { TagEditor } from './tag-editor.tsx';
import type { GalleryView } from './use-gallery-view.ts';

export interface GallerySelectionBarProps {
  readonly view: GalleryView;
  readonly actions: GalleryActions;
  readonly onOpen: (id: number) => void;
}

/** What can be done with the images that are selected. */
export function GallerySelectionBar({ view, actions, onOpen }: GallerySelectionBarProps) {
  const { selected, facets } = view;
  const [first] = selected;
  if (!first) return null;
  return (
    <SelectionBar list={view}>
      {decisionChoices.map(({ decision, label, key, icon: Icon }) => (
        <Button
          key={decision}
          size="xs"
          variant="subtle"
          leftSection={<Icon size={15} aria-hidden />}
          rightSection={<Kbd size="xs">{key}</Kbd>}
          onClick={() => actions.decide(selected, decision)}
        >
          {label}
        </Button>
      ))}
      <Popover position="top" width={260} trapFocus withArrow>
        <Popover.Target>
          <Button size="xs" variant="subtle" leftSection={<Tag size={15} aria-hidden />}>
            Tags
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <TagEditor
            items={selected}
            known={facets.tags.map(([tag]) => tag)}
            onAdd={(tag) => actions.tag(selected, tag)}
            onRemove={(tag) => actions.untag(selected, tag)}
          />
        </Popover.Dropdown>
      </Popover>
      {selected.length === 1 && (
        <Button
          size="xs"
          variant="subtle"
          leftSection={<Maximize2 size={14} aria-hidden />}
          rightSection={<Kbd size="xs">Enter</Kbd>}
          onClick={() => onOpen(first.id)}
        >
          Open
        </Button>
      )}
    </SelectionBar>
  );
}
