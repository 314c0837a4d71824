import { ActionIcon, Fieldset, NumberInput, Select, Stack, Tooltip } from '@mantine/core';
import { Dices } from 'lucide-react';
import type { Backend } from '../../shared/api/benchmark.ts';
import type { ModelKind } from '../../shared/domain.ts';
import type { Setting, SettingValue } from '../../shared/setting.ts';
import { randomSeed } from '../ui/random-seed.ts';
import { type SettingValues, settingSections } from './settings.ts';
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
      {[...settingSections(kind)].map(([title, fields]) => (
        <Fieldset key={title} legend={title}>
          <div className={classes.fields}>
            {fields.map(({ key, setting }) => (
              <Field
                key={key}
                setting={key === 'backend' ? withChoices(setting, backends) : setting}
                isSeed={key === 'seed'}
                value={values[key]}
                problem={problems[key]}
                onChange={(value) => onChange(key, value)}
              />
            ))}
          </div>
        </Fieldset>
      ))}
    </Stack>
  );
}

const withChoices = (setting: Setting, values: readonly SettingValue[]): Setting =>
  setting.type === 'choice'
    ? { ...setting, choices: setting.choices.filter(({ value }) => values.includes(value)) }
    : setting;

interface FieldProps {
  readonly setting: Setting;
  readonly isSeed: boolean;
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

function Field({ setting, isSeed, value, problem, onChange }: FieldProps) {
  const { label, meaning } = setting;
  if (setting.type !== 'number') {
    return (
      <Select
        label={label}
        description={meaning}
        inputWrapperOrder={wrapperOrder}
        error={problem}
        allowDeselect={false}
        data={setting.choices.map((choice) => ({ ...choice, value: String(choice.value) }))}
        value={String(value)}
        onChange={(chosen) => {
          const choice = setting.choices.find(({ value }) => String(value) === chosen);
          if (choice) onChange(choice.value);
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
      min={setting.min}
      max={setting.max}
      step={setting.step}
      clampBehavior="none"
      decimalScale={Number.isInteger(setting.step) ? 0 : 7}
      thousandSeparator={isSeed ? '' : ','}
      suffix={setting.unit ? ` ${setting.unit}` : ''}
      value={value ?? ''}
      onChange={onChange}
      {...(isSeed && { rightSection: <Dice onRoll={onChange} /> })}
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
