import { Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Check, CircleCheck, RotateCcw, Trash2 } from 'lucide-react';
import type { QuantizationProposal } from '../../../shared/api/quantization.ts';
import type { ModelInfo } from '../../../shared/api/training.ts';
import { call } from '../../api/client.ts';
import { confirm } from '../../ui/confirm.tsx';
import { ActionBar } from '../../ui/task-form.tsx';
import { useAction } from '../../ui/use-action.tsx';
import { useUseModel } from '../use-model.ts';

/** Keep the network, keep and use it, or discard it; what became of it afterwards. */
export function Decision({ proposal, onLeave }: { proposal: QuantizationProposal; onLeave: () => void }) {
  const { model, report, job } = proposal;
  return (
    <ActionBar>
      {model ? (
        <Kept model={model} />
      ) : report.sha256 === null ? (
        <Refused job={job} source={report.source} onLeave={onLeave} />
      ) : (
        <Proposed job={job} source={report.source} onLeave={onLeave} />
      )}
    </ActionBar>
  );
}

interface ProposedProps {
  readonly job: number;
  readonly source: string;
  readonly onLeave: () => void;
}

function Proposed({ job, source, onLeave }: ProposedProps) {
  const client = useQueryClient();
  const keep = useAction(
    async (use: boolean) => {
      const model = await call('POST /quantizations/:id/keep', { params: { id: job }, body: { use } });
      await client.invalidateQueries({ queryKey: ['models'] });
      return model;
    },
    {
      success: ({ name, isCurrent }) =>
        isCurrent ? `Kept as ${name}, which the project now uses` : `Kept as ${name}`,
    },
  );
  const discard = useDiscard(job, onLeave);
  const ask = async () => {
    const isSure = await confirm({
      title: `Discard the int8 network of ${source}?`,
      message: 'Its file and these figures are removed. The float32 network stays as it is.',
      confirmLabel: 'Discard',
      isDangerous: true,
    });
    if (isSure) await discard.run();
  };
  return (
    <>
      <Button
        leftSection={<Check size={16} aria-hidden />}
        loading={keep.isRunning}
        onClick={() => keep.run(true)}
      >
        Keep and use
      </Button>
      <Button variant="default" disabled={keep.isRunning} onClick={() => keep.run(false)}>
        Keep
      </Button>
      <Button
        variant="subtle"
        color="red"
        leftSection={<Trash2 size={16} aria-hidden />}
        disabled={keep.isRunning}
        loading={discard.isRunning}
        onClick={ask}
      >
        Discard
      </Button>
      <Text size="sm" c="dimmed">
        It is not among the models until it is kept.
      </Text>
    </>
  );
}

function Refused({ job, source, onLeave }: ProposedProps) {
  const discard = useDiscard(job, onLeave);
  return (
    <>
      <Button
        leftSection={<RotateCcw size={16} aria-hidden />}
        renderRoot={(props) => (
          <Link {...props} to="/training" search={{ quantize: source, quantization: job }} />
        )}
      >
        Try other settings
      </Button>
      <Button
        variant="subtle"
        color="red"
        leftSection={<Trash2 size={16} aria-hidden />}
        loading={discard.isRunning}
        onClick={() => discard.run()}
      >
        Discard
      </Button>
    </>
  );
}

function Kept({ model }: { model: ModelInfo }) {
  const use = useUseModel();
  return (
    <>
      <Group gap={6} wrap="nowrap">
        <CircleCheck size={18} aria-hidden color="var(--mantine-color-success)" />
        <Text size="sm">
          Kept as {model.name}
          {model.isCurrent && `, the project's ${model.kind}`}
        </Text>
      </Group>
      {!model.isCurrent && (
        <Button size="xs" loading={use.isRunning} onClick={() => use.run(model)}>
          Use
        </Button>
      )}
    </>
  );
}

function useDiscard(job: number, onLeave: () => void) {
  const client = useQueryClient();
  return useAction(
    async () => {
      await call('DELETE /quantizations/:id', { params: { id: job } });
      onLeave();
      await client.invalidateQueries({ queryKey: ['jobs'] });
    },
    { success: 'Discarded' },
  );
}
