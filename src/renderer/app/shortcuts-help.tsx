import { Group, Kbd, Stack, Table, Text, Title } from '@mantine/core';
import { Fragment } from 'react';
import { useRegistry } from '../ui/registry.ts';
import { isMac, keyLabels, parseKeys, type Shortcut, shortcuts } from '../ui/shortcuts.ts';

/** The shortcuts of the frame and of the screen that is shown. */
export function ShortcutsHelp() {
  const groups = [...Map.groupBy(useRegistry(shortcuts), ({ group }) => group)];
  const everywhere = 'Everywhere';
  return (
    <Stack gap="lg">
      {groups
        .sort(([a], [b]) => Number(a === everywhere) - Number(b === everywhere))
        .map(([group, members]) => (
          <ShortcutGroup key={group} title={group} members={members} />
        ))}
    </Stack>
  );
}

function ShortcutGroup({ title, members }: { title: string; members: readonly Shortcut[] }) {
  return (
    <div>
      <Title order={3} size="h6" mb={4}>
        {title}
      </Title>
      <Table verticalSpacing={6}>
        <Table.Tbody>
          {members.map(({ keys, description }) => (
            <Table.Tr key={keys}>
              <Table.Td>{description}</Table.Td>
              <Table.Td w={220}>
                <Keys keys={keys} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </div>
  );
}

function Keys({ keys }: { keys: string }) {
  const alternatives = parseKeys(keys).map((combination) => keyLabels(combination, isMac));
  return (
    <Group gap={6} justify="flex-end">
      {alternatives.map((labels, index) => (
        <Fragment key={labels.join('+')}>
          {index > 0 && (
            <Text span size="xs" c="dimmed">
              or
            </Text>
          )}
          <Group gap={3}>
            {labels.map((label) => (
              <Kbd key={label} size="sm">
                {label}
              </Kbd>
            ))}
          </Group>
        </Fragment>
      ))}
    </Group>
  );
}
