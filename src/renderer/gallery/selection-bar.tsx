import { ActionIcon, Button, Kbd, Popover, Text, Tooltip } from '@mantine/core';
import { Maximize2, Tag, X } from 'lucide-react';
import { formatCount } from '../ui/format.ts';
import { decisionChoices } from './decision-choices.ts';
import classes from './gallery.module.css';
import type { GalleryActions } from './gallery-actions.ts';
import { TagEditor } from './tag-editor.tsx';
import type { GalleryView } from './use-gallery-view.ts';

export interface SelectionBarProps {
  readonly view: GalleryView;
  readonly actions: GalleryActions;
  readonly onOpen: (id: number) => void;
}

/** What can be done with the images that are selected. */
export function SelectionBar({ view, actions, onOpen }: SelectionBarProps) {
  const { selected, selection, setSelection, facets } = view;
  const [first] = selected;
  if (!first) return null;
  return (
    <div className={classes.bar} role="toolbar" aria-label="Selected images">
      <Text size="sm" fw={600} mr={4}>
        {formatCount(selected.length, 'image')} selected
      </Text>
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
      <Tooltip label="Select nothing (Esc)">
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label="Select nothing"
          onClick={() => setSelection({ ...selection, ids: new Set() })}
        >
          <X size={16} />
        </ActionIcon>
      </Tooltip>
    </div>
  );
}
