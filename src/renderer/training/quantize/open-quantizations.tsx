import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import type { ModelInfo } from '../../../shared/api/training.ts';
import { JobProgress } from '../../ui/work/job-progress.tsx';
import { useJobs } from '../../ui/work/jobs.ts';
import { type OpenQuantization, openQuantizations } from '../../ui/work/quantizations.ts';

const texts: Readonly<Record<Exclude<OpenQuantization['state'], 'under way'>, string>> = {
  proposed: 'is ready: look at what it costs, then keep or discard it.',
  refused: 'is not within the limits: see why.',
  stopped: 'was stopped before it was done.',
};

/** Quantisations that run or wait for a decision. */
export function OpenQuantizations({ models }: { models: readonly ModelInfo[] }) {
  const open = openQuantizations(useJobs(), models);
  if (open.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h5" mb="xs">
        Quantisations
      </Title>
      <Stack gap="xs">
        {open.map((one) => (
          <Row key={one.job.id} quantization={one} />
        ))}
      </Stack>
    </section>
  );
}

function Row({ quantization: { job, source, state } }: { quantization: OpenQuantization }) {
  return (
    <Paper withBorder px="md" py="xs">
      <Group justify="space-between" wrap="nowrap">
        <Text size="sm" miw={0}>
          <Text span fw={600}>
            {source} in int8
          </Text>{' '}
          {state !== 'under way' && texts[state]}
        </Text>
        {state === 'under way' && (
          <div style={{ flex: 1, minWidth: 0 }}>
            <JobProgress job={job} />
          </div>
        )}
        <Button
          size="xs"
          variant={state === 'proposed' ? 'filled' : 'default'}
          rightSection={<ArrowRight size={14} aria-hidden />}
          style={{ flex: 'none' }}
          renderRoot={(props) => <Link {...props} to="/training" search={{ quantization: job.id }} />}
        >
          {state === 'proposed' || state === 'refused' ? 'See the result' : 'Show'}
        </Button>
      </Group>
    </Paper>
  );
}
