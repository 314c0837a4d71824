import { ActionIcon, Button, Code, CopyButton, Group, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Check, Copy } from 'lucide-react';
import { type CsvValue, toCsv } from '../../shared/quoting.ts';

/** Copies a table. @param text is made when it is asked for */
export function CopyTextButton({ label, text }: { label: string; text: () => string }) {
  const { copied, copy } = useClipboard({ timeout: 2000 });
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      onClick={() => copy(text())}
    >
      {copied ? 'Copied' : `Copy as ${label}`}
    </Button>
  );
}

/** A command for a terminal, to copy. */
export function CommandLine({ command }: { command: string }) {
  return (
    <Group gap={6} wrap="nowrap">
      <Code style={{ overflowWrap: 'anywhere' }}>{command}</Code>
      <CopyButton value={command} timeout={2000}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy the command'}>
            <ActionIcon
              size="sm"
              variant="subtle"
              color="gray"
              aria-label={copied ? 'Copied' : 'Copy the command'}
              onClick={copy}
            >
              {copied ? <Check size={14} /> : <Copy size={14} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}

export interface CopyCsvProps {
  readonly titles: readonly string[];
  readonly rows: readonly (readonly CsvValue[])[];
}

export function CopyCsv({ titles, rows }: CopyCsvProps) {
  const clipboard = useClipboard();
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      leftSection={clipboard.copied ? <Check size={14} /> : <Copy size={14} />}
      onClick={() => clipboard.copy(toCsv(titles, rows))}
    >
      {clipboard.copied ? 'Copied' : 'Copy as CSV'}
    </Button>
  );
}
