import { Button, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import type { TrainingResult } from '../../shared/jobs/results.ts';
import { formatCount, formatDuration } from '../ui/format.ts';

/** What a training came to, and the way to its curves. */
export function TrainingResultView({ result }: { result: TrainingResult }) {
  const { model, run, steps, bestStep, seconds, note } = result;
  return (
    <Stack gap="xs">
      <Text fw={600}>{model.name}</Text>
      <Text size="sm">
        {formatCount(steps, 'step')} in {formatDuration(seconds)}; the weights kept are those of step{' '}
        {bestStep}.
      </Text>
      {note !== undefined && <Text size="sm">Note: {note}</Text>}
      <Group>
        <Button
          size="xs"
          rightSection={<ArrowRight size={14} />}
          renderRoot={(props) => <Link {...props} to="/training" search={{ run }} />}
        >
          See the run
        </Button>
      </Group>
    </Stack>
  );
}
