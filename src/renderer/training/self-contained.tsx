import { Button, Group, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, PackagePlus } from 'lucide-react';
import { call } from '../api/client.ts';
import { borrowedQuery } from '../api/queries.ts';
import { formatBytes, formatCount } from '../ui/format.ts';
import { useAction } from '../ui/use-action.tsx';

/** What the project reads from the program, and the way to copy it in. */
export function SelfContained() {
  const client = useQueryClient();
  const borrowed = useQuery(borrowedQuery).data;
  const copy = useAction(
    async () => {
      const added = await call('POST /models/self-contained');
      await client.invalidateQueries({ queryKey: ['models'] });
      return added;
    },
    {
      success: ({ files, bytes }) =>
        `Copied ${formatCount(files, 'file')} (${formatBytes(bytes)}) into the project’s folder`,
    },
  );
  if (!borrowed) return null;
  const { files, bytes, missing } = borrowed;
  if (files === 0) {
    if (missing.length > 0) return null;
    return (
      <Group gap={6} wrap="nowrap">
        <CircleCheck size={18} aria-hidden color="var(--mantine-color-success)" />
        <Text size="sm">Self-contained: all networks are in the project’s folder.</Text>
      </Group>
    );
  }
  return (
    <Group justify="space-between" gap="sm">
      <Text size="sm" c="dimmed">
        {formatCount(files, 'file')} of these networks ({formatBytes(bytes)}) are read from Fundus Studio.
        Copy them in before you send the project’s folder to somebody.
      </Text>
      <Button
        size="xs"
        variant="default"
        leftSection={<PackagePlus size={16} aria-hidden />}
        loading={copy.isRunning}
        onClick={() => copy.run()}
      >
        Make self-contained (adds {formatBytes(bytes)})
      </Button>
    </Group>
  );
}
