import '@mantine/spotlight/styles.css';
import { Kbd } from '@mantine/core';
import { Spotlight, type SpotlightActionData } from '@mantine/spotlight';
import { Search } from 'lucide-react';
import { type Command, commands } from '../ui/commands.ts';
import { useRegistry } from '../ui/registry.ts';
import { isMac, keyLabels, parseKeys } from '../ui/shortcuts.ts';

const shownAtOnce = 60;

/** All commands of the frame and of the screen, found by typing. */
export function CommandPalette() {
  const offered = useRegistry(commands);
  return (
    <Spotlight
      actions={grouped(offered)}
      shortcut={null}
      nothingFound="Nothing is called that. Try another word."
      highlightQuery
      scrollable
      maxHeight={420}
      limit={shownAtOnce}
      attributes={{ content: { 'aria-label': 'Search and commands' } }}
      searchProps={{
        leftSection: <Search size={18} aria-hidden />,
        placeholder: 'Go to a screen, run a command, open a project…',
        'aria-label': 'Search commands',
      }}
    />
  );
}

/** The screen's own commands come first. */
function grouped(offered: readonly Command[]) {
  const own = 'This screen';
  const groups = Map.groupBy(offered, ({ group }) => group ?? own);
  return [...groups]
    .sort(([a], [b]) => Number(b === own) - Number(a === own))
    .map(([group, members]) => ({ group, actions: members.map(toAction) }));
}

function toAction({ id, label, description, icon: Icon, keywords, keys, run }: Command): SpotlightActionData {
  return {
    id,
    label,
    onClick: run,
    ...(description !== undefined && { description }),
    ...(keywords !== undefined && { keywords }),
    ...(Icon && { leftSection: <Icon size={18} strokeWidth={1.75} aria-hidden /> }),
    ...(keys !== undefined && { rightSection: <Keys keys={keys} /> }),
  };
}

function Keys({ keys }: { keys: string }) {
  return <Kbd size="xs">{keyLabels(parseKeys(keys)[0]!, isMac).join(' ')}</Kbd>;
}
