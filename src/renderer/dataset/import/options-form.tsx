import { Fieldset, Group, NumberInput, Select, SimpleGrid } from '@mantine/core';
import { diagnoses, diagnosisNames, diagnosisSchema, splitSchema, splits } from '../../../shared/domain.ts';
import { splitNames } from '../../ui/badges.tsx';
import type { ImportChoices } from './import-choices.ts';
import type { PreviewSummary } from './preview-summary.ts';

/** What shall hold for all images, whatever their names say. */
export function OptionsForm({
  choices,
  onChange,
  summary,
}: {
  choices: ImportChoices;
  onChange: (choices: ImportChoices) => void;
  summary: PreviewSummary;
}) {
  return (
    <Fieldset legend="For all images of this import" variant="filled">
      <SimpleGrid cols={3} style={{ alignItems: 'end' }}>
        <Select
          label="Class"
          description="The diagnosis, where the file names do not say it"
          placeholder="As recognised"
          data={diagnoses.map((value) => ({ value, label: diagnosisNames[value] }))}
          value={choices.diagnosis}
          onChange={(value) => onChange({ ...choices, diagnosis: diagnosisSchema.nullable().parse(value) })}
          clearable
        />
        <Select
          label="Split"
          description="Networks learn from “training” only"
          placeholder="As recognised"
          data={splits.map((value) => ({ value, label: splitNames[value] }))}
          value={choices.split}
          onChange={(value) => onChange({ ...choices, split: splitSchema.nullable().parse(value) })}
          clearable
        />
        <FieldAngle choices={choices} onChange={onChange} summary={summary} />
      </SimpleGrid>
    </Fieldset>
  );
}

/** Only the data sets that the program knows come with the angle of their camera. */
function FieldAngle({
  choices,
  onChange,
  summary,
}: {
  choices: ImportChoices;
  onChange: (choices: ImportChoices) => void;
  summary: PreviewSummary;
}) {
  const isKnown = summary.layouts.every(([layout]) => layout !== 'plain');
  return (
    <Group gap={0} align="flex-start">
      <NumberInput
        flex={1}
        label="Field angle of the camera"
        description="Printed on it, often 30°, 45° or 60°: networks need it to know how wide a vessel appears"
        placeholder={isKnown ? 'As recognised' : 'Not known'}
        min={10}
        max={200}
        suffix="°"
        allowDecimal
        value={choices.fieldAngle ?? ''}
        onChange={(value) => onChange({ ...choices, fieldAngle: typeof value === 'number' ? value : null })}
      />
    </Group>
  );
}
