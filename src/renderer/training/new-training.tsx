import { Alert, Anchor, Button, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Play, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import type { JobInfo } from '../../shared/api/jobs.ts';
import type { TrainingChoices } from '../../shared/api/training.ts';
import type { ModelKind } from '../../shared/domain.ts';
import { jobRequestSchema } from '../../shared/jobs/kinds.ts';
import { trainingQuery } from '../api/queries.ts';
import { ErrorPanel } from '../ui/error-panel.tsx';
import { formatCount } from '../ui/format.ts';
import { ActionBar, TaskForm } from '../ui/task-form.tsx';
import { useAction } from '../ui/use-action.tsx';
import { startJob } from '../ui/work/jobs.ts';
import {
  estimateMinutes,
  nameProblem,
  type SettingValues,
  settingProblems,
  trainingOptions,
} from './settings.ts';
import { SettingsForm } from './settings-form.tsx';
import {
  aboutMinutes,
  ElsewhereHint,
  KindChoice,
  type PresetChoice,
  PresetPicker,
} from './training-choice.tsx';

/** Fewer photographs than this are learnt by heart rather than from; the shipped networks saw 15. */
const recommendedImages = 8;

export interface NewTrainingProps {
  readonly onStarted: (job: JobInfo) => void;
  readonly onCancel: (() => void) | null;
}

/** What to train, how long, with which settings. */
export function NewTraining(props: NewTrainingProps) {
  const choices = useQuery(trainingQuery);
  if (choices.isError) return <ErrorPanel error={choices.error} onRetry={() => void choices.refetch()} />;
  if (!choices.data) return null;
  return <TrainingForm choices={choices.data} {...props} />;
}

/** What the user has chosen; `own` are the settings by hand, per kind. */
interface Draft {
  readonly kind: ModelKind;
  readonly preset: PresetChoice;
  readonly name: string;
  readonly own: Readonly<Record<ModelKind, SettingValues>>;
}

/** `name` has a field of its own, and the service chooses the threads. */
function presetValues(
  choices: TrainingChoices,
  kind: ModelKind,
  preset: 'quick' | 'standard',
): SettingValues {
  const { name: _, threads: __, ...values } = choices[kind][preset].settings;
  return values;
}

const availableBackends = ({ backends }: TrainingChoices) =>
  backends.flatMap(({ backend, isAvailable }) => (isAvailable ? [backend] : []));

function TrainingForm({ choices, onStarted, onCancel }: NewTrainingProps & { choices: TrainingChoices }) {
  const [{ kind, preset, name, own }, setDraft] = useState<Draft>(() => ({
    kind: 'segmenter',
    preset: 'standard',
    name: '',
    own: {
      segmenter: presetValues(choices, 'segmenter', 'standard'),
      synthesizer: presetValues(choices, 'synthesizer', 'standard'),
    },
  }));
  const change = (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part }));
  const base = preset === 'own' ? 'standard' : preset;
  const values = preset === 'own' ? own[kind] : presetValues(choices, kind, preset);
  const problems = settingProblems(kind, values);
  const defaultName = String(choices[kind][base].settings.name ?? kind);
  const problemOfName = name === '' ? undefined : nameProblem(name);
  const start = useAction(startJob, { success: 'The training is in the queue' });
  const submit = async () => {
    const options = { ...trainingOptions(base, choices[kind][base], values), ...(name && { name }) };
    const job = await start.run(jobRequestSchema.parse({ kind: `train-${kind}`, options }));
    if (job) onStarted(job);
  };
  const isReady = choices.trainingImages > 0 && Object.keys(problems).length === 0 && !problemOfName;
  return (
    <TaskForm title="New training">
      <KindChoice kind={kind} choices={choices} onChange={(chosen) => change({ kind: chosen })} />
      <DataNotice choices={choices} />
      <PresetPicker
        presets={choices[kind]}
        value={preset}
        ownMinutes={estimateMinutes(kind, choices[kind].standard, own[kind])}
        onChange={(chosen) => change({ preset: chosen })}
      />
      {kind === 'synthesizer' && <ElsewhereHint />}
      {preset === 'own' && (
        <SettingsForm
          kind={kind}
          values={values}
          problems={problems}
          backends={availableBackends(choices)}
          onChange={(key, value) => change({ own: { ...own, [kind]: { ...own[kind], [key]: value } } })}
        />
      )}
      <TextInput
        label="Name of the model"
        description="To tell it from others; a number is added where the name is taken."
        placeholder={defaultName}
        maw={360}
        value={name}
        error={problemOfName}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <ActionBar>
        <Button
          leftSection={<Play size={16} />}
          disabled={!isReady}
          loading={start.isRunning}
          onClick={submit}
        >
          Start
        </Button>
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            Back
          </Button>
        )}
        <Text size="sm" c="dimmed">
          {aboutMinutes(estimateMinutes(kind, choices[kind][base], values))} of training; it can be paused at
          any time.
        </Text>
      </ActionBar>
    </TaskForm>
  );
}

function DataNotice({ choices: { trainingImages, validationImages } }: { choices: TrainingChoices }) {
  const toImages = (text: string) => (
    <Anchor component={Link} to="/images" inherit c="inherit" underline="always">
      {text}
    </Anchor>
  );
  if (trainingImages === 0) {
    return (
      <Alert color="orange" icon={<TriangleAlert size={18} />} title="There is nothing to learn from yet">
        A training needs photographs of the split “training” that have a vessel annotation.{' '}
        {toImages('Import photographs together with their annotations')}, or assign annotated ones to the
        split “training”. Without annotations, use a shipped network (tab “Models”) and repair its masks in
        Review: an edited mask counts as an annotation.
      </Alert>
    );
  }
  if (trainingImages < recommendedImages) {
    return (
      <Alert color="yellow" icon={<TriangleAlert size={18} />} title="Few photographs to learn from">
        {formatCount(trainingImages, 'annotated photograph')} in the split “training”: the network will know
        these few by heart. {toImages('Import or annotate more')}; {recommendedImages} or more are advised,
        the shipped networks learnt from 15.
      </Alert>
    );
  }
  if (validationImages > 0) return null;
  return (
    <Alert color="gray" title="No photographs to check against">
      The split “validation” has no annotated photograph, so progress is measured on photographs that the
      network learns from. {toImages('Move a few into the split “validation”')}, or hold some out under “Own
      settings”.
    </Alert>
  );
}
