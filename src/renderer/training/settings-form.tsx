import { ActionIcon, Fieldset, NumberInput, Select, Stack, Tooltip } from '@mantine/core';
import { Dices } from 'lucide-react';
import type { Backend } from '../../shared/api/benchmark.ts';
import type { ModelKind } from '../../shared/domain.ts';
import { randomSeed } from '../ui/random-seed.ts';
import type { SettingValues } from './settings.ts';
import { type SettingField, type SettingValue, settingSections } from './settings-fields.ts';
import classes from './training.module.css';

export interface SettingsFormProps {
  readonly kind: ModelKind;
  readonly values: SettingValues;
  readonly problems: Readonly<Record<string, string>>;
  /** What can be chosen to compute the steps. */
  readonly backends: readonly Backend[];
  readonly onChange: (key: string, value: SettingValue) => void;
}

export function SettingsForm({ kind, values, problems, backends, onChange }: SettingsFormProps) {
  return (
    <Stack gap="sm">
      {settingSections[kind].map(({ title, fields }) => (
        <Fieldset key={title} legend={title}>
          <div className={classes.fields}>
            {fields.map((field) => (
              <Field
                key={field.key}
                field={field.key === 'backend' ? withOptions(field, backends) : field}
                value={values[field.key]}
                problem={problems[field.key]}
                onChange={(value) => onChange(field.key, value)}
              />
            ))}
          </div>
        </Fieldset>
      ))}
    </Stack>
  );
}

const withOptions = (field: SettingField, values: readonly SettingValue[]): SettingField =>
  field.type === 'choice'
    ? { ...field, options: field.options.filter(({ value }) => values.includes(value)) }
    : field;

interface FieldProps {
  readonly field: SettingField;
  readonly value: SettingValue | undefined;
  readonly problem: string | undefined;
  readonly onChange: (value: SettingValue) => void;
}

/** The fields of a row stay in line, however long their explanations are. */
const wrapperOrder: ('label' | 'input' | 'error' | 'description')[] = [
  'label',
  'input',
  'error',
  'description',
];

function Field({ field, value, problem, onChange }: FieldProps) {
  const { label, meaning } = field;
  if (field.type === 'choice') {
    return (
      <Select
        label={label}
        description={meaning}
        inputWrapperOrder={wrapperOrder}
        error={problem}
        allowDeselect={false}
        data={field.options.map((option) => ({ ...option, value: String(option.value) }))}
        value={String(value)}
        onChange={(chosen) => {
          const option = field.options.find((one) => String(one.value) === chosen);
          if (option) onChange(option.value);
        }}
      />
    );
  }
  return (
    <NumberInput
      label={label}
      description={meaning}
      inputWrapperOrder={wrapperOrder}
      error={problem}
      min={field.min}
      max={field.max}
      step={field.step}
      clampBehavior="none"
      decimalScale={Number.isInteger(field.step) ? 0 : 7}
      thousandSeparator={field.key === 'seed' ? '' : ','}
      suffix={field.unit ? ` ${field.unit}` : ''}
      value={value ?? ''}
      onChange={onChange}
      {...(field.key === 'seed' && { rightSection: <Dice onRoll={onChange} /> })}
    />
  );
}

function Dice({ onRoll }: { onRoll: (seed: number) => void }) {
  return (
    <Tooltip label="Another seed">
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label="Another seed"
        onClick={() => onRoll(randomSeed())}
      >
        <Dices size={16} />
      </ActionIcon>
    </Tooltip>
  );
}
