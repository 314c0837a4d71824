import { Badge } from '@mantine/core';
import type { EntryStatus } from './entries.ts';

const colours: Record<EntryStatus, string> = {
  queued: 'gray',
  running: 'blue',
  paused: 'yellow',
  finished: 'teal',
  failed: 'red',
  cancelled: 'gray',
  interrupted: 'orange',
};

export function StatusBadge({ status }: { status: EntryStatus }) {
  return (
    <Badge variant="light" size="sm" tt="none" fw={500} color={colours[status]}>
      {status}
    </Badge>
  );
}
