import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Check, Copy } from 'lucide-react';

/** Copies a table for a spreadsheet. @param csv makes the text when it is asked for */
export function CopyCsvButton({ csv }: { csv: () => string }) {
  const { copied, copy } = useClipboard({ timeout: 2000 });
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      onClick={() => copy(csv())}
    >
      {copied ? 'Copied' : 'Copy as CSV'}
    </Button>
  );
}
