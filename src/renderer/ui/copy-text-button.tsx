import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Check, Copy } from 'lucide-react';

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
