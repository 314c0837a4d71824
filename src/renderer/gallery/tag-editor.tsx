import { Autocomplete, Group, Pill, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { SyntheticItem } from '../../shared/api/synthetic.ts';

export interface TagEditorProps {
  readonly items: readonly SyntheticItem[];
  /** All tags of the project. */
  readonly known: readonly string[];
  readonly onAdd: (tag: string) => void;
  readonly onRemove: (tag: string) => void;
}

const maxLength = 40;

/** The tags of one image or of several, each to be taken off; and a field to add one, with those there are. */
export function TagEditor({ items, known, onAdd, onRemove }: TagEditorProps) {
  const [text, setText] = useState('');
  const counts = new Map<string, number>();
  for (const tag of items.flatMap(({ tags }) => tags)) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  const add = (tag: string) => {
    const trimmed = tag.trim();
    if (trimmed !== '') onAdd(trimmed);
    setText('');
  };
  const onAll = (tag: string) => counts.get(tag) === items.length;
  return (
    <Stack gap="xs">
      {counts.size > 0 && (
        <Group gap={6}>
          {[...counts].sort().map(([tag, count]) => (
            <Pill
              key={tag}
              withRemoveButton
              onRemove={() => onRemove(tag)}
              removeButtonProps={{ 'aria-label': `Remove the tag ${tag}` }}
            >
              {count === items.length ? tag : `${tag} (${count} of ${items.length})`}
            </Pill>
          ))}
        </Group>
      )}
      <Autocomplete
        size="xs"
        aria-label="Add a tag"
        placeholder="Add a tag"
        maxLength={maxLength}
        value={text}
        onChange={setText}
        onOptionSubmit={add}
        onKeyDown={(event) => {
          if (event.key === 'Enter') add(text);
        }}
        data={known.filter((tag) => !onAll(tag))}
        comboboxProps={{ withinPortal: false }}
      />
      <Text size="xs" c="dimmed">
        Enter adds it. An export can be limited to tags.
      </Text>
    </Stack>
  );
}
