import { Badge, Group, Progress, Text } from '@mantine/core';
import { CircleCheck } from 'lucide-react';
import { formatDate } from '../ui/format.ts';
import { Entry, EntryList } from '../ui/lists/entry-list.tsx';
import { statusColours } from '../ui/work/job-kinds.ts';
import { type EntryStatus, isUnderWay, statusOf, type TrainingEntry } from './entries.ts';
import classes from './training.module.css';

export interface RunListProps {
  readonly entries: readonly TrainingEntry[];
  readonly selected: string | null;
  /** Ids of the runs to compare. */
  readonly compared: ReadonlySet<number>;
  readonly onSelect: (entry: TrainingEntry) => void;
  readonly onCompare: (runId: number) => void;
}

/** All trainings, newest first; ticking two or more compares them. */
export function RunList({ entries, selected, compared, onSelect, onCompare }: RunListProps) {
  const hints = ['Tick two or more to compare them.', 'Tick another to compare them.'];
  const hasSeveral = entries.filter(({ run }) => run).length > 1;
  return (
    <EntryList label="Trainings" hint={(hasSeveral && hints[compared.size]) || null}>
      {entries.map((entry) => (
        <Entry
          key={entry.key}
          isSelected={entry.key === selected && compared.size < 2}
          isCurrent={entry.key === selected}
          onShow={() => onSelect(entry)}
          tick={{
            name: entry.name,
            isDisabled: !entry.run,
            isTicked: entry.run !== null && compared.has(entry.run.id),
            onTick: () => entry.run && onCompare(entry.run.id),
          }}
        >
          <EntryText entry={entry} />
        </Entry>
      ))}
    </EntryList>
  );
}

function EntryText({ entry }: { entry: TrainingEntry }) {
  const { run, job } = entry;
  const date = run?.startedAt ?? job?.createdAt;
  const step = isUnderWay(entry) && job?.total ? job.done : run?.step;
  return (
    <>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text fw={600} size="sm" truncate>
          {entry.name}
          {run?.model?.isCurrent && (
            <CircleCheck
              className={classes.current}
              size={14}
              role="img"
              aria-label={`the project's ${entry.kind}`}
            />
          )}
        </Text>
        <StatusBadge status={statusOf(entry)} />
      </Group>
      <Text size="xs" c="dimmed" truncate>
        {entry.kind}
        {date && ` · ${formatDate(date)}`}
      </Text>
      {run && run.status !== 'finished' && step !== undefined && (
        <Progress
          mt={6}
          size="xs"
          value={(100 * step) / run.steps}
          aria-label={`Step ${step} of ${run.steps}`}
        />
      )}
    </>
  );
}

export function StatusBadge({ status }: { status: EntryStatus }) {
  return (
    <Badge variant="light" size="sm" tt="none" fw={500} color={statusColours[status]}>
      {status}
    </Badge>
  );
}
