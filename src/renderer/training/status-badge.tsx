import { Badge } from '@mantine/core';
import { statusColours } from '../ui/job-status.ts';
import type { EntryStatus } from './entries.ts';

export function StatusBadge({ status }: { status: EntryStatus }) {
  return (
    <Badge variant="light" size="sm" tt="none" fw={500} color={statusColours[status]}>
      {status}
    </Badge>
  );
}
