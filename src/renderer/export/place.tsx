import { Button, Code, CopyButton, Group } from '@mantine/core';
import { Copy, FolderOpen } from 'lucide-react';
import { useAction } from '../ui/use-action.tsx';

/** A path on the machine, to copy or to show in the system's file manager. */
export function Place({ path }: { path: string }) {
  const { desktop } = window;
  const reveal = useAction(async () => desktop?.revealInFolder(path));
  return (
    <Group gap="xs">
      <Code style={{ overflowWrap: 'anywhere' }}>{path}</Code>
      <CopyButton value={path}>
        {({ copied, copy }) => (
          <Button size="xs" variant="default" leftSection={<Copy size={14} aria-hidden />} onClick={copy}>
            {copied ? 'Copied' : 'Copy path'}
          </Button>
        )}
      </CopyButton>
      {desktop && (
        <Button size="xs" leftSection={<FolderOpen size={14} aria-hidden />} onClick={() => reveal.run()}>
          Show in folder
        </Button>
      )}
    </Group>
  );
}
