import { Checkbox, Fieldset, NumberInput, Select, Stack, TagsInput, Text } from '@mantine/core';
import {
  type Backend,
  type BackendStatus,
  type BenchmarkChoices,
  type BenchmarkNetwork,
  backends,
  benchmarkNetworks,
} from '../../shared/api/benchmark.ts';
import { backendNames, networkNames } from '../../shared/benchmark-text.ts';
import { type ModelKind, modelKinds } from '../../shared/domain.ts';
import { CommandLine } from '../ui/copy.tsx';
import classes from './benchmark.module.css';
import type { Draft, NumberList, Problems, Values } from './settings.ts';

export interface AdvancedFormProps {
  readonly choices: BenchmarkChoices;
  readonly values: Values;
  readonly problems: Problems;
  readonly models: NonNullable<Draft['models']>;
  readonly onChange: (part: Omit<Draft, 'preset'>) => void;
}

/** Everything that a preset decides, to be decided by hand. */
export function AdvancedForm({ choices, values, problems, models, onChange }: AdvancedFormProps) {
  return (
    <Stack gap="sm" mt="sm">
      <Fieldset legend="What computes">
        <div className={classes.halves}>
          <NetworkChoice
            value={values.networks}
            problem={problems.networks}
            onChange={(networks) => onChange({ networks })}
          />
          <BackendChoice
            statuses={choices.backends}
            value={values.backends}
            problem={problems.backends}
            onChange={(backends) => onChange({ backends })}
          />
        </div>
      </Fieldset>
      <Fieldset legend="How">
        <div className={classes.fields}>
          {(['threads', 'patchBatches', 'imageBatches'] as const).map((list) => (
            <NumbersField
              key={list}
              list={list}
              cores={choices.machine.cores}
              value={values[list]}
              problem={problems[list]}
              onChange={(numbers) => onChange({ [list]: numbers })}
            />
          ))}
          <NumberInput
            label="Runs"
            description="Counted runs of each variant, 20 or more; more make medians steadier"
            min={20}
            max={1000}
            clampBehavior="none"
            allowDecimal={false}
            error={problems.runs}
            value={values.runs}
            onChange={(runs) => onChange({ runs })}
          />
        </div>
      </Fieldset>
      <Fieldset legend="Which models">
        <div className={classes.fields}>
          {modelKinds.map((kind) => (
            <ModelChoice
              key={kind}
              kind={kind}
              choices={choices}
              value={models[kind]}
              onChange={(name) => onChange({ models: { ...models, [kind]: name } })}
            />
          ))}
        </div>
      </Fieldset>
    </Stack>
  );
}

const networkMeanings: Record<BenchmarkNetwork, string> = {
  segmenter: 'Finds vessels; patches and whole images',
  synthesizer: 'Makes photographs; patches and whole images',
  'kit-segmenter': 'Its residual U-Net on patches of 48 pixels; random weights',
  'kit-synthesizer': 'Its pix2pix of eight levels; random weights',
};

interface NetworkChoiceProps {
  readonly value: readonly BenchmarkNetwork[];
  readonly problem: string | undefined;
  readonly onChange: (networks: BenchmarkNetwork[]) => void;
}

function NetworkChoice({ value, problem, onChange }: NetworkChoiceProps) {
  return (
    <Checkbox.Group
      label="Networks"
      error={problem}
      value={[...value]}
      onChange={(chosen) => onChange(benchmarkNetworks.filter((network) => chosen.includes(network)))}
    >
      <Stack gap="xs" mt={6}>
        {benchmarkNetworks.map((network) => (
          <Checkbox
            key={network}
            value={network}
            label={networkNames[network]}
            description={networkMeanings[network]}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

const listLabels: Record<NumberList, string> = {
  threads: 'Threads',
  patchBatches: 'Batches of 48-pixel patches',
  imageBatches: 'Batches of whole images',
};
const powersOfTwo = (most: number) =>
  Array.from({ length: Math.log2(most) + 1 }, (_, exponent) => String(2 ** exponent));
const suggestions: Record<NumberList, readonly string[]> = {
  threads: powersOfTwo(64),
  patchBatches: powersOfTwo(256),
  imageBatches: powersOfTwo(8),
};

interface NumbersFieldProps {
  readonly list: NumberList;
  readonly cores: number;
  readonly value: readonly string[];
  readonly problem: string | undefined;
  readonly onChange: (numbers: string[]) => void;
}

function NumbersField({ list, cores, value, problem, onChange }: NumbersFieldProps) {
  return (
    <TagsInput
      label={listLabels[list]}
      description={
        list === 'threads' ? `This machine has ${cores} to give` : 'Type a number and press Enter, or choose'
      }
      data={suggestions[list].filter((number) => list !== 'threads' || Number(number) <= cores)}
      error={problem}
      value={[...value]}
      onChange={onChange}
      splitChars={[',', ' ', ';']}
      acceptValueOnBlur
      clearable
    />
  );
}

interface ModelChoiceProps {
  readonly kind: ModelKind;
  readonly choices: BenchmarkChoices;
  readonly value: string | undefined;
  readonly onChange: (name: string) => void;
}

const stageOf: Record<ModelKind, string> = {
  segmenter: networkNames.segmenter,
  synthesizer: networkNames.synthesizer,
};

function ModelChoice({ kind, choices, value, onChange }: ModelChoiceProps) {
  const models = choices.models.filter((model) => model.kind === kind);
  const chosen = models.find(({ name, isDefault }) => (value === undefined ? isDefault : name === value));
  return (
    <Select
      label={stageOf[kind]}
      description={
        chosen && chosen.int8.length > 0
          ? `int8: ${chosen.int8.join(', ')}`
          : 'There is no int8 one made from it'
      }
      inputWrapperOrder={['label', 'input', 'error', 'description']}
      placeholder="The project has none"
      allowDeselect={false}
      disabled={models.length === 0}
      data={models.map(({ name }) => name)}
      value={chosen?.name ?? null}
      onChange={(name) => name !== null && onChange(name)}
    />
  );
}

export interface BackendChoiceProps {
  readonly statuses: readonly BackendStatus[];
  readonly value: readonly Backend[];
  readonly problem: string | undefined;
  readonly onChange: (backends: Backend[]) => void;
}

/** What the networks run on; what is not installed says how it can be. */
function BackendChoice({ statuses, value, problem, onChange }: BackendChoiceProps) {
  return (
    <Checkbox.Group
      label="Backends"
      error={problem}
      value={[...value]}
      onChange={(chosen) => onChange(backends.filter((backend) => chosen.includes(backend)))}
    >
      <Stack gap="xs" mt={6}>
        {statuses.map((status) => (
          <div key={status.backend}>
            <Checkbox
              value={status.backend}
              disabled={!status.isAvailable}
              label={backendNames[status.backend]}
              description={status.isAvailable ? (status.version ?? undefined) : status.problem}
            />
            {!status.isAvailable && status.remedy !== null && <Remedy command={status.remedy} />}
          </div>
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

function Remedy({ command }: { command: string }) {
  return (
    <div className={classes.remedy}>
      <Text size="xs" c="dimmed">
        To add it:
      </Text>
      <CommandLine command={command} />
    </div>
  );
}
