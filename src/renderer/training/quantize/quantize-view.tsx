import { Button, Checkbox, NumberInput, Radio, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { ArrowLeft, CircleX, Play } from 'lucide-react';
import { useState } from 'react';
import type { JobInfo } from '../../../shared/api/jobs.ts';
import {
  type Calibrator,
  calibrators,
  type QuantizationChoices,
  type QuantizeRequest,
} from '../../../shared/api/quantization.ts';
import type { ModelInfo } from '../../../shared/api/training.ts';
import { jobsQuery, modelsQuery, quantizationChoicesQuery } from '../../api/queries.ts';
import { ErrorPanel } from '../../ui/error-panel.tsx';
import { EmptyState } from '../../ui/screen.tsx';
import { ActionBar, Choice, Choices, TaskForm } from '../../ui/task-form.tsx';
import { useAction } from '../../ui/use-action.tsx';
import { startJob } from '../../ui/work/jobs.ts';
import classes from '../training.module.css';
import { DataNotice, isReadyToQuantize, processorPhrase, splitPhrase } from './data-notice.tsx';
import {
  initialValues,
  type LimitKey,
  limitKeys,
  limitRanges,
  mostCalibrationImages,
  type QuantizeValues,
  quantizeProblems,
  quantizeRequest,
} from './form-values.ts';
import { QuantizationJob } from './quantization-job.tsx';

/** A model to quantise, beginning with the settings of an earlier job, or a quantisation by its job. */
export type QuantizeTarget =
  | { readonly model: string; readonly before: number | undefined; readonly job?: undefined }
  | { readonly job: number; readonly model?: undefined };

export interface QuantizeViewProps {
  readonly target: QuantizeTarget;
  readonly onStarted: (job: JobInfo) => void;
  readonly onLeave: () => void;
}

export function QuantizeView({ target, onStarted, onLeave }: QuantizeViewProps) {
  return (
    <Stack gap="sm">
      <div>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<ArrowLeft size={14} aria-hidden />}
          onClick={onLeave}
        >
          All models
        </Button>
      </div>
      {target.job === undefined ? (
        <ModelForm name={target.model} before={target.before} onStarted={onStarted} />
      ) : (
        <QuantizationJob id={target.job} onLeave={onLeave} />
      )}
    </Stack>
  );
}

interface ModelFormProps {
  readonly name: string;
  readonly before: number | undefined;
  readonly onStarted: (job: JobInfo) => void;
}

function ModelForm({ name, before, onStarted }: ModelFormProps) {
  const models = useQuery(modelsQuery);
  const jobs = useQuery({ ...jobsQuery, enabled: before !== undefined });
  if (models.isError) return <ErrorPanel error={models.error} onRetry={() => void models.refetch()} />;
  if (!models.data || jobs.isLoading) return null;
  const job = jobs.data?.find(({ id }) => id === before);
  const model = models.data.find((one) => one.name === name);
  if (!model) {
    return (
      <EmptyState icon={CircleX} title={`The project has no model “${name}”`}>
        Choose one of the float32 models.
      </EmptyState>
    );
  }
  return (
    <QuantizeForm
      model={model}
      models={models.data}
      before={job?.kind === 'quantize' ? (job.options ?? undefined) : undefined}
      onStarted={onStarted}
    />
  );
}

export interface QuantizeFormProps {
  readonly model: ModelInfo;
  readonly models: readonly ModelInfo[];
  /** What an earlier quantisation was asked for, to begin with. */
  readonly before: QuantizeRequest | undefined;
  readonly onStarted: (job: JobInfo) => void;
}

/** How an int8 network is to be made of a float32 one, and what it may lose. */
function QuantizeForm(props: QuantizeFormProps) {
  const choices = useQuery(quantizationChoicesQuery);
  if (choices.isError) return <ErrorPanel error={choices.error} onRetry={() => void choices.refetch()} />;
  if (!choices.data) return null;
  return <Form choices={choices.data} {...props} />;
}

interface FieldsProps {
  readonly model: ModelInfo;
  readonly choices: QuantizationChoices;
  readonly values: QuantizeValues;
  readonly problems: ReturnType<typeof quantizeProblems>;
  readonly onChange: (part: Partial<QuantizeValues>) => void;
}

function Form({
  choices,
  model,
  models,
  before,
  onStarted,
}: QuantizeFormProps & { choices: QuantizationChoices }) {
  const [values, setValues] = useState(() => initialValues(choices, before));
  const problems = quantizeProblems(model.kind, values, choices);
  const start = useAction(startJob, { success: 'The quantisation is in the queue' });
  const submit = async () => {
    const job = await start.run({ kind: 'quantize', options: quantizeRequest(model, values) });
    if (job) onStarted(job);
  };
  const onChange = (part: Partial<QuantizeValues>) => setValues((old) => ({ ...old, ...part }));
  const fields = { model, choices, values, problems, onChange };
  const isReady = isReadyToQuantize(model, models, choices) && Object.keys(problems).length === 0;
  return (
    <TaskForm
      title={`Quantise ${model.name}`}
      description="Makes a second network of it that computes with integers of 8 bits: about a quarter of the size, and faster. Layers that lose too much stay in float32 until the limits below hold. You see what it costs before it is kept."
    >
      <DataNotice model={model} models={models} choices={choices} />
      <CalibratorChoice {...fields} />
      <div className={classes.fields}>
        <ImagesField {...fields} />
        {limitKeys[model.kind].map((name) => (
          <LimitField key={name} name={name} {...fields} />
        ))}
      </div>
      <RangeField {...fields} />
      <ActionBar>
        <Button
          leftSection={<Play size={16} aria-hidden />}
          disabled={!isReady}
          loading={start.isRunning}
          onClick={submit}
        >
          Start
        </Button>
        <Text size="sm" c="dimmed">
          Some minutes: each layer is tried alone, then all of them together. Nothing is registered yet.
        </Text>
      </ActionBar>
    </TaskForm>
  );
}

const calibratorTexts: Readonly<Record<Calibrator, { readonly title: string; readonly meaning: string }>> = {
  percentile: {
    title: 'Percentile',
    meaning: 'Leaves out the 0.001 % of values that lie farthest out. Lost least on the shipped networks.',
  },
  'min-max': {
    title: 'Minimum to maximum',
    meaning:
      'From the smallest value seen to the largest. Cuts nothing off, but one outlier makes all steps coarser.',
  },
  entropy: {
    title: 'Entropy',
    meaning:
      'Cuts off where the least information is lost. For values with long tails; may cut strong responses.',
  },
};

function CalibratorChoice({ values, choices: { defaults }, onChange }: FieldsProps) {
  const order = calibrators.toSorted(
    (a, b) => Number(b === defaults.calibrator) - Number(a === defaults.calibrator),
  );
  return (
    <Radio.Group
      label="How the range of values is chosen that 256 steps stand for"
      value={values.calibrator}
      onChange={(value) => onChange({ calibrator: value as Calibrator })}
    >
      <Choices>
        {order.map((value) => (
          <Choice key={value} value={value} title={calibratorTexts[value].title}>
            {calibratorTexts[value].meaning}
          </Choice>
        ))}
      </Choices>
    </Radio.Group>
  );
}

function ImagesField({ model, choices, values, problems, onChange }: FieldsProps) {
  const most = mostCalibrationImages(choices);
  return (
    <NumberInput
      label="Photographs to calibrate on"
      description={splitPhrase(model.kind, choices)}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      min={1}
      max={most}
      allowDecimal={false}
      clampBehavior="none"
      suffix={` of ${choices.trainingImages}`}
      disabled={choices.trainingImages === 0}
      value={values.images}
      error={choices.trainingImages > 0 && problems.images}
      onChange={(images) => onChange({ images })}
    />
  );
}

const limitTexts: Readonly<Record<LimitKey, { readonly label: string; readonly meaning: string }>> = {
  f1Limit: {
    label: 'F1 may fall by at most',
    meaning:
      'Overlap of found and annotated vessels, 0 to 1, against the float32 network’s on the same photographs.',
  },
  consistencyLimit: {
    label: 'Consistency may fall by at most',
    meaning:
      'Overlap of the mask that a picture is made from and the vessels that the project’s segmenter finds in it, 0 to 1.',
  },
  pixelLimit: {
    label: 'Pixels may differ by at most',
    meaning: 'Mean difference from the float32 network’s pictures inside the field of view, 0 to 255.',
  },
};

function LimitField({ name, values, problems, choices, onChange }: FieldsProps & { name: LimitKey }) {
  const { label, meaning } = limitTexts[name];
  return (
    <NumberInput
      label={label}
      description={`${meaning} Advised: ${choices.defaults[name]}.`}
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      min={0}
      {...limitRanges[name]}
      decimalScale={6}
      clampBehavior="none"
      value={values[name]}
      error={problems[name]}
      onChange={(value) => onChange({ [name]: value })}
    />
  );
}

function RangeField({ values, choices, onChange }: FieldsProps) {
  return (
    <Checkbox
      label="Filters of 7 bits (reduce_range)"
      description={processorPhrase(choices.processor)}
      checked={values.reduceRange}
      onChange={(event) => onChange({ reduceRange: event.currentTarget.checked })}
    />
  );
}
