import { Button, Group, Stack, TextInput } from '@mantine/core';
import { modals } from '@mantine/modals';
import { type SubmitEvent, useState } from 'react';
import { type BenchmarkInfo, renameBenchmarkSchema } from '../../shared/api/benchmark.ts';
import { call } from '../api/client.ts';
import { useAction } from '../ui/use-action.tsx';

const modalId = 'rename-benchmark';

export function askForName(info: BenchmarkInfo): void {
  modals.open({ modalId, title: 'Rename the result', children: <RenameForm info={info} /> });
}

function RenameForm({ info }: { info: BenchmarkInfo }) {
  const [name, setName] = useState(info.name);
  const rename = useAction((body: { name: string }) =>
    call('PATCH /benchmarks/:id', { params: { id: info.id }, body }),
  );
  const valid = renameBenchmarkSchema.safeParse({ name });
  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    if (valid.success && (await rename.run(valid.data))) modals.close(modalId);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label="Name"
          data-autofocus
          value={name}
          error={!valid.success && 'From 1 to 80 characters'}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={() => modals.close(modalId)}>
            Cancel
          </Button>
          <Button type="submit" disabled={!valid.success} loading={rename.isRunning}>
            Rename
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
