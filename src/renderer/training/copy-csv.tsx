import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { Check, Copy } from 'lucide-react';
import { type CsvValue, toCsv } from '../../shared/csv.ts';

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
