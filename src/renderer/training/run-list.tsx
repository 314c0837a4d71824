import { Checkbox, Group, Progress, Text, Tooltip, UnstyledButton } from '@mantine/core';
import { CircleCheck } from 'lucide-react';
import { formatDate } from '../ui/format.ts';
import { isUnderWay, statusOf, type TrainingEntry } from './entries.ts';
import { StatusBadge } from './status-badge.tsx';
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
  return (
    <nav className={classes.list} aria-label="Trainings">
      {entries.map((entry) => (
        <div
          key={entry.key}
          className={classes.entry}
          data-selected={entry.key === selected && compared.size < 2 ? true : undefined}
        >
          <Tooltip label="Compare">
            <Checkbox
              size="xs"
              mt={3}
              aria-label={`Compare ${entry.name}`}
              disabled={!entry.run}
              checked={entry.run !== null && compared.has(entry.run.id)}
              onChange={() => entry.run && onCompare(entry.run.id)}
            />
          </Tooltip>
          <UnstyledButton
            className={classes.entryButton ?? ''}
            aria-current={entry.key === selected ? 'true' : undefined}
            onClick={() => onSelect(entry)}
          >
            <EntryText entry={entry} />
          </UnstyledButton>
        </div>
      ))}
      {entries.filter(({ run }) => run).length > 1 && compared.size < 2 && (
        <Text size="xs" c="dimmed" p="sm">
          {compared.size === 0 ? 'Tick two or more to compare them.' : 'Tick another to compare them.'}
        </Text>
      )}
    </nav>
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
