import { Checkbox, Stack, Text } from '@mantine/core';
import { type Backend, type BackendStatus, backends } from '../../shared/api/benchmark.ts';
import { backendNames } from '../../shared/benchmark-text.ts';
import { CommandLine } from '../ui/copy.tsx';
import classes from './benchmark.module.css';

export interface BackendChoiceProps {
  readonly statuses: readonly BackendStatus[];
  readonly value: readonly Backend[];
  readonly problem: string | undefined;
  readonly onChange: (backends: Backend[]) => void;
}

/** What the networks run on; what is not installed says how it can be. */
export function BackendChoice({ statuses, value, problem, onChange }: BackendChoiceProps) {
  return (
    <Checkbox.Group
      label="Backends"
      error={problem}
      value={[...value]}
      onChange={(chosen) => onChange(backends.filter((backend) => chosen.includes(backend)))}
    >
      <Stack gap="xs" mt={6}>
        {statuses.map((status) => (
          <div key={status.backend}>
            <Checkbox
              value={status.backend}
              disabled={!status.isAvailable}
              label={backendNames[status.backend]}
              description={status.isAvailable ? (status.version ?? undefined) : status.problem}
            />
            {!status.isAvailable && status.remedy !== null && <Remedy command={status.remedy} />}
          </div>
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

function Remedy({ command }: { command: string }) {
  return (
    <div className={classes.remedy}>
      <Text size="xs" c="dimmed">
        To add it:
      </Text>
      <CommandLine command={command} />
    </div>
  );
}
