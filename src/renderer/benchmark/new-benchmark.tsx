import { Alert, Button, Collapse, Group, Loader, Radio, Text, Title, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ChevronDown, ChevronRight, Info, Play } from 'lucide-react';
import { useState } from 'react';
import type { BenchmarkChoices, BenchmarkNetwork, BenchmarkPreset } from '../../shared/api/benchmark.ts';
import type { JobInfo } from '../../shared/api/jobs.ts';
import { benchmarkChoicesQuery } from '../api/queries.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatCount, formatDuration } from '../ui/format.ts';
import { ActionBar, Choice, Choices, TaskForm } from '../ui/task-form.tsx';
import { useAction } from '../ui/use-action.tsx';
import { startJob } from '../ui/work/jobs.ts';
import { AdvancedForm } from './advanced-form.tsx';
import classes from './benchmark.module.css';
import { MachineFacts } from './machine-facts.tsx';
import { benchmarkOptions, type Draft, isPresetAlone, settingProblems, valuesOf } from './settings.ts';

/** What to measure, for how long. */
export function NewBenchmark({ onStarted }: { onStarted: (job: JobInfo) => void }) {
  const choices = useQuery(benchmarkChoicesQuery);
  if (choices.isError) return <ErrorPanel error={choices.error} onRetry={() => void choices.refetch()} />;
  if (!choices.data) {
    return (
      <Group gap="sm" role="status">
        <Loader size="sm" />
        <Text size="sm">Looking for what can compute on this machine</Text>
      </Group>
    );
  }
  return <BenchmarkForm choices={choices.data} onStarted={onStarted} />;
}

function BenchmarkForm({
  choices,
  onStarted,
}: {
  choices: BenchmarkChoices;
  onStarted: (job: JobInfo) => void;
}) {
  const [draft, setDraft] = useState<Draft>({ preset: 'quick' });
  const [isAdvanced, setAdvanced] = useState(false);
  const values = valuesOf(draft, choices);
  const problems = settingProblems(values);
  const start = useAction(startJob);
  const submit = async () => {
    const job = await start.run({ kind: 'benchmark', options: benchmarkOptions(draft) });
    if (job) onStarted(job);
  };
  const Chevron = isAdvanced ? ChevronDown : ChevronRight;
  return (
    <TaskForm title="New benchmark">
      <PresetPicker
        presets={choices.presets}
        value={draft.preset}
        onChange={(preset) => setDraft((before) => ({ ...before, preset }))}
      />
      <Alert color="gray" icon={<Info size={18} aria-hidden />} p="sm">
        <Text size="sm">
          Close what else keeps the machine busy, and plug a laptop in: what runs beside it is measured with
          it.
        </Text>
      </Alert>
      <MissingInt8 choices={choices} draft={draft} networks={values.networks} />
      <div>
        <UnstyledButton
          className={classes.disclosure ?? ''}
          aria-expanded={isAdvanced}
          onClick={() => setAdvanced(!isAdvanced)}
        >
          <Chevron size={16} aria-hidden /> Advanced: networks, backends, threads, batches, runs, models
        </UnstyledButton>
        <Collapse expanded={isAdvanced}>
          <AdvancedForm
            choices={choices}
            values={values}
            problems={problems}
            models={draft.models ?? {}}
            onChange={(part) => setDraft((before) => ({ ...before, ...part }))}
          />
        </Collapse>
      </div>
      <section>
        <Title order={3} size="h5" mb={6}>
          This machine
        </Title>
        <MachineFacts machine={choices.machine} />
      </section>
      <ActionBar wrap="nowrap">
        <Button
          leftSection={<Play size={16} aria-hidden />}
          disabled={Object.keys(problems).length > 0}
          loading={start.isRunning}
          onClick={submit}
        >
          Start
        </Button>
        <Text size="sm" c="dimmed">
          {durationText(draft, choices)}
        </Text>
      </ActionBar>
    </TaskForm>
  );
}

function durationText(draft: Draft, { presets }: BenchmarkChoices): string {
  const about = `about ${formatDuration(60 * presets[draft.preset].minutes)} on two cores`;
  return isPresetAlone(draft)
    ? `Takes ${about}. It can be cancelled at any time.`
    : `The preset takes ${about}; what you have changed makes it more or less. It can be cancelled at any time.`;
}

/** Says which networks have no int8 one to be compared with. */
function MissingInt8({
  choices,
  draft,
  networks,
}: {
  choices: BenchmarkChoices;
  draft: Draft;
  networks: readonly BenchmarkNetwork[];
}) {
  const missing = choices.models.filter(
    ({ kind, name, isDefault, int8 }) =>
      int8.length === 0 &&
      networks.includes(kind) &&
      (draft.models?.[kind] ? draft.models[kind] === name : isDefault),
  );
  if (missing.length === 0) return null;
  const names = missing.map(({ kind, name }) => `the ${kind} ${name}`).join(' and ');
  return (
    <Alert color="yellow" icon={<Info size={18} aria-hidden />} p="sm">
      <Text size="sm">
        There is no int8 network made from {names}: only fp32 is timed of it. Make one under Training, Models,
        or choose another model under Advanced.
      </Text>
    </Alert>
  );
}

const titles: Record<BenchmarkPreset, string> = { quick: 'Quick', full: 'Full' };
const purposes: Record<BenchmarkPreset, string> = {
  quick: 'The figures that matter most: what int8 gains with all threads.',
  full: 'How it changes with the batch size and the number of threads.',
};

export interface PresetPickerProps {
  readonly presets: BenchmarkChoices['presets'];
  readonly value: BenchmarkPreset;
  readonly onChange: (preset: BenchmarkPreset) => void;
}

function PresetPicker({ presets, value, onChange }: PresetPickerProps) {
  return (
    <Radio.Group label="How much" value={value} onChange={(chosen) => onChange(chosen as BenchmarkPreset)}>
      <Choices>
        {(['quick', 'full'] as const).map((preset) => (
          <Choice
            key={preset}
            value={preset}
            title={titles[preset]}
            summary={`About ${formatDuration(60 * presets[preset].minutes)} on two cores`}
          >
            {purposes[preset]} {extentOf(presets[preset])}
          </Choice>
        ))}
      </Choices>
    </Radio.Group>
  );
}

/** "4 networks; patches in batches of 1 to 256, images in batches of 1 to 8; 1 to 2 threads; 20 runs each." */
function extentOf({
  networks,
  patchBatches,
  imageBatches,
  threads,
  runs,
}: BenchmarkChoices['presets'][BenchmarkPreset]): string {
  return [
    formatCount(networks.length, 'network'),
    `patches in batches of ${rangeOf(patchBatches)}, images in batches of ${rangeOf(imageBatches)}`,
    `${rangeOf(threads)} ${Math.max(...threads) === 1 ? 'thread' : 'threads'}`,
    `${runs} runs each.`,
  ].join('; ');
}

function rangeOf(values: readonly number[]): string {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return least === most ? String(least) : `${least} to ${most}`;
}
