import {
  Alert,
  Badge,
  Button,
  Fieldset,
  Group,
  NumberInput,
  Select,
  SimpleGrid,
  Stack,
  Text,
} from '@mantine/core';
import { Info } from 'lucide-react';
import { useState } from 'react';
import {
  diagnoses,
  diagnosisNames,
  diagnosisSchema,
  splitNames,
  splitSchema,
  splits,
} from '../../../shared/domain.ts';
import { formatCount } from '../../ui/format.ts';
import { useAction } from '../../ui/use-action.tsx';
import { startJob } from '../../ui/work/jobs.ts';
import { layoutNames } from '../labels.ts';
import { ImportFormats } from './formats.tsx';
import type { Gathered } from './gather.ts';
import { asImportOptions, type ImportChoices, noChoices } from './import-choices.ts';
import { PreviewLists } from './preview-lists.tsx';
import { type PreviewSummary, summarisePreview } from './preview-summary.ts';

/** What was recognised, and what shall hold for all of it; nothing is stored yet. */
export function OptionsStep({
  gathered,
  onStarted,
  onCancel,
}: {
  gathered: Gathered;
  onStarted: (jobId: number) => void;
  onCancel: () => void;
}) {
  const [choices, setChoices] = useState<ImportChoices>(noChoices);
  const start = useAction(startJob);
  const summary = summarisePreview(gathered.preview);
  const wanted = summary.images + summary.placedMasks;
  const onStart = async () => {
    const options = asImportOptions(gathered, choices);
    const job = await start.run({ kind: 'import', options });
    if (job) onStarted(job.id);
  };
  return (
    <Stack>
      {wanted > 0 ? (
        <PreviewHeadline summary={summary} />
      ) : (
        <Alert color="orange" icon={<Info size={18} aria-hidden />} title="There is nothing here to import">
          <ImportFormats />
        </Alert>
      )}
      <PreviewLists preview={gathered.preview} />
      {summary.images > 0 && <OptionsForm choices={choices} onChange={setChoices} summary={summary} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onCancel}>
          Cancel
        </Button>
        <Button disabled={wanted === 0} loading={start.isRunning} onClick={onStart} data-autofocus>
          {summary.images > 0
            ? `Import ${formatCount(summary.images, 'image')}`
            : `Add ${formatCount(summary.placedMasks, 'mask')}`}
        </Button>
      </Group>
    </Stack>
  );
}

/** What shall hold for all images, whatever their names say. */
function OptionsForm({
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

/** "30 photographs recognised: 30 HRF · 30 annotated · ..." */
function PreviewHeadline({ summary }: { summary: PreviewSummary }) {
  const { images, layouts, annotated, withFov, placedMasks } = summary;
  return (
    <Group gap="xs">
      <Text fw={600}>
        {images > 0
          ? `${formatCount(images, 'photograph')} recognised`
          : `${formatCount(placedMasks, 'mask')} for images of the project recognised`}
      </Text>
      {layouts.map(([layout, count]) => (
        <Badge key={layout} variant="light" tt="none">
          {layouts.length > 1 ? `${count} × ` : ''}
          {layoutNames[layout] ?? layout}
        </Badge>
      ))}
      {images > 0 && (
        <Text size="sm" c="dimmed">
          {annotated} with a vessel annotation · {withFov} with a field of view
          {placedMasks > 0 && ` · ${formatCount(placedMasks, 'more mask')} for images of the project`}
        </Text>
      )}
    </Group>
  );
}
