import { Button, Menu, Text } from '@mantine/core';
import { ChevronDown, Folder, Images, Import, Server } from 'lucide-react';
import type { ImportSource } from '../ui/file-source.ts';
import { pickInBrowser, pickNatively, pickOnService } from './import/pick-files.ts';

type Pick = () => Promise<ImportSource | null>;

/** The button for those who do not drop files onto the window. */
export function ImportMenu({
  onSource,
  size = 'sm',
}: {
  onSource: (source: ImportSource) => void;
  size?: string;
}) {
  const choose = (pick: Pick) => async () => {
    const source = await pick();
    if (source) onSource(source);
  };
  const pick = window.desktop ? pickNatively : pickInBrowser;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          size={size}
          leftSection={<Import size={16} aria-hidden />}
          rightSection={<ChevronDown size={14} aria-hidden />}
        >
          Import
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<Folder size={16} />} onClick={choose(() => pick('folder'))}>
          A folder…
        </Menu.Item>
        <Menu.Item leftSection={<Images size={16} />} onClick={choose(() => pick('pictures'))}>
          Pictures…
        </Menu.Item>
        {!window.desktop && (
          <Menu.Item leftSection={<Server size={16} />} onClick={choose(pickOnService)}>
            A folder where Fundus Studio runs…
            <Text size="xs" c="dimmed">
              on that machine already: nothing is uploaded
            </Text>
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
