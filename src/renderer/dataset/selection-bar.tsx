import { Button, Menu, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ChevronDown, Eye, Spline, Split as SplitIcon, Tag, Trash2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ImageItem } from '../../shared/api/images.ts';
import { diagnoses, splits } from '../../shared/domain.ts';
import { SelectionBar } from '../ui/lists/selection-bar.tsx';
import { classKeys, classLabel, splitKeys, splitLabel } from './labels.ts';
import type { DatasetActions } from './use-dataset-actions.ts';
import type { DatasetView } from './use-dataset-view.ts';

/** What can be done to the images that are selected. */
export function ImageSelectionBar({ view, actions }: { view: DatasetView; actions: DatasetActions }) {
  const { selected } = view;
  const [first] = selected;
  if (!first) return null;
  return (
    <SelectionBar list={view}>
      <AssignMenus selected={selected} actions={actions} />
      <Button
        size="xs"
        variant="subtle"
        leftSection={<Spline size={15} aria-hidden />}
        onClick={() => actions.extractVessels(selected)}
      >
        Extract vessels
      </Button>
      <Button
        size="xs"
        variant="subtle"
        leftSection={<Eye size={15} aria-hidden />}
        renderRoot={(props) => <Link to="/review" search={{ image: first.id }} {...props} />}
      >
        Review
      </Button>
      <Button
        size="xs"
        variant="subtle"
        color="red"
        leftSection={<Trash2 size={15} aria-hidden />}
        onClick={() => actions.remove(selected)}
      >
        Remove
      </Button>
    </SelectionBar>
  );
}

function AssignMenus({ selected, actions }: { selected: readonly ImageItem[]; actions: DatasetActions }) {
  return (
    <>
      <ChoiceMenu label="Split" icon={<SplitIcon size={15} aria-hidden />}>
        {[...splits, null].map((split) => (
          <Menu.Item
            key={split}
            rightSection={<KeyHint keys={splitKeys[split ?? 'none']} />}
            onClick={() => actions.setSplit(selected, split)}
          >
            {splitLabel(split)}
          </Menu.Item>
        ))}
      </ChoiceMenu>
      <ChoiceMenu label="Class" icon={<Tag size={15} aria-hidden />}>
        {[...diagnoses, null].map((diagnosis) => (
          <Menu.Item
            key={diagnosis}
            rightSection={<KeyHint keys={classKeys[diagnosis ?? 'none']} />}
            onClick={() => actions.setClass(selected, diagnosis)}
          >
            {classLabel(diagnosis)}
          </Menu.Item>
        ))}
      </ChoiceMenu>
    </>
  );
}

function ChoiceMenu({ label, icon, children }: { label: string; icon: ReactNode; children: ReactNode }) {
  return (
    <Menu position="top-start" withinPortal>
      <Menu.Target>
        <Button
          size="xs"
          variant="subtle"
          leftSection={icon}
          rightSection={<ChevronDown size={13} aria-hidden />}
        >
          {label}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>{children}</Menu.Dropdown>
    </Menu>
  );
}

function KeyHint({ keys }: { keys: string }) {
  return (
    <Text size="xs" c="dimmed" ml="md">
      {keys}
    </Text>
  );
}
